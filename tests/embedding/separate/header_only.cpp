// SPDX-License-Identifier: MIT

#include "header_only.hpp"

#include <invito/invito.hpp>

std::string address_in(std::string const& body) {
  const auto request = invito::openai::read_request(body);
  return request ? request->recipient.email->text() : describe(request.error());
}

std::string address_of(invito::invitation const& i);

std::string address_of(invito::invitation const& i) { return i.recipient.email->text(); }
