// SPDX-License-Identifier: MIT
// invito 0.1.0: the whole library in one header.
//
// Generated. Edit include/ instead and run: python3 single_include/generate.py
//
// MIT License
//
// Copyright (c) 2026 the invito authors
//
// Permission is hereby granted, free of charge, to any person obtaining a copy
// of this software and associated documentation files (the "Software"), to deal
// in the Software without restriction, including without limitation the rights
// to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
// copies of the Software, and to permit persons to whom the Software is
// furnished to do so, subject to the following conditions:
//
// The above copyright notice and this permission notice shall be included in all
// copies or substantial portions of the Software.
//
// THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
// IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
// FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
// AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
// LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
// OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
// SOFTWARE.

#ifndef INVITO_INVITO_HPP_SINGLE
#define INVITO_INVITO_HPP_SINGLE


// ---- invito/version.hpp ----

/// \file version.hpp
/// The one place where the version stands; the build reads it from here.

#define INVITO_VERSION_MAJOR 0
#define INVITO_VERSION_MINOR 1
#define INVITO_VERSION_PATCH 0

// ---- invito/core.hpp ----

/// \file core.hpp
/// The life of an invitation, without JSON: standard library only, no streams, nothing thrown.

// ---- invito/invito.hpp ----

/// \file invito.hpp
/// Everything: the life of an invitation, its JSON, and the dialects of the known APIs.

#endif  // INVITO_INVITO_HPP_SINGLE
