// SPDX-License-Identifier: MIT
#pragma once

/// \file src.hpp
/// The definitions of `invito.hpp`, for programs that are compiled with
/// `INVITO_SEPARATE_COMPILATION`. Include this header in exactly one source file. If
/// `INVITO_NO_JSON` is defined, this header contains only the definitions of `core.hpp`.

#include <invito/core_src.hpp>

#ifndef INVITO_NO_JSON
#include <invito/dialects/impl/aitronos.ipp>
#include <invito/dialects/impl/control_plane.ipp>
#include <invito/dialects/impl/deepset.ipp>
#include <invito/dialects/impl/nuon.ipp>
#include <invito/dialects/impl/openai.ipp>
#include <invito/wire/impl/dialect.ipp>
#include <invito/wire/impl/documents.ipp>
#include <invito/wire/impl/fields.ipp>
#include <invito/wire/impl/losses.ipp>
#include <invito/wire/impl/messages.ipp>
#include <invito/wire/impl/native.ipp>
#include <invito/wire/impl/nlohmann.ipp>
#include <invito/wire/impl/reader.ipp>
#include <invito/wire/impl/rfc3339.ipp>
#include <invito/wire/impl/source.ipp>
#include <invito/wire/impl/target.ipp>
#include <invito/wire/impl/writer.ipp>
#endif
