// SPDX-License-Identifier: MIT
#pragma once

/// \file payloads.hpp
/// The documents that are read and written, in the sizes that services send.

#include <string>

namespace payloads {

/// The example of OpenAI's reference, with its indentation.
inline const std::string openai_invite = R"({
  "object": "organization.invite",
  "id": "invite-abc",
  "email": "user@example.com",
  "role": "owner",
  "status": "accepted",
  "invited_at": 1711471533,
  "expires_at": 1711471533,
  "accepted_at": 1711471533,
  "projects": [
    {
      "id": "project-xyz",
      "role": "member"
    }
  ]
})";

/// A Nuon invite with every field, and with a composite status that has three earlier statuses.
inline const std::string nuon_invite =
    R"({"created_at":"2026-03-02T09:00:00.123456Z","created_by_id":"accabcdefghijklmnopqrstuvw",)"
    R"("email":"jane.doe@example.com","first_name":"Jane","id":"oinabcdefghijklmnopqrstuvw",)"
    R"("last_name":"Doe","org_id":"orgabcdefghijklmnopqrstuvw","role_type":"org_admin",)"
    R"("status":"accepted","status_v2":{"created_at_ts":1772708400,)"
    R"("created_by_id":"accbcdefghijklmnopqrstuvwx","history":[)"
    R"({"created_at_ts":1772442000,"created_by_id":"accabcdefghijklmnopqrstuvw",)"
    R"("metadata":{"source":"dashboard","attempt":1},"status":"queued",)"
    R"("status_human_description":"waits for the mailer"},)"
    R"({"created_at_ts":1772442060,"created_by_id":"accabcdefghijklmnopqrstuvw",)"
    R"("metadata":{"source":"mailer","attempt":1},"status":"in-progress",)"
    R"("status_human_description":"is being sent"},)"
    R"({"created_at_ts":1772442120,"created_by_id":"accabcdefghijklmnopqrstuvw",)"
    R"("metadata":{"source":"mailer","attempt":2},"status":"pending",)"
    R"("status_human_description":"was sent and waits for an answer"}],)"
    R"("metadata":{"source":"link","attempt":1},"status":"success",)"
    R"("status_human_description":"was accepted"},"updated_at":"2026-03-05T11:00:00Z"})";

/// A page of OpenAI's list with `count` invites, without white space.
inline std::string openai_list(int count) {
  std::string out = R"({"object":"list","data":[)";
  for (int n = 0; n != count; ++n) {
    const std::string number = std::to_string(1000 + n);
    if (n != 0) out += ',';
    out += R"({"object":"organization.invite","id":"invite-abcdefghijklmnop)" + number +
           R"(","email":"person.)" + number +
           R"(@example.com","role":"reader","status":"accepted","invited_at":1711471533,)"
           R"("expires_at":1712076333,"accepted_at":1711557933,"projects":[)"
           R"({"id":"project-)" +
           number + R"(","role":"member"}]})";
  }
  out += R"(],"first_id":"invite-abcdefghijklmnop1000","last_id":"invite-abcdefghijklmnop)" +
         std::to_string(1000 + count - 1) + R"(","has_more":false})";
  return out;
}

}  // namespace payloads
