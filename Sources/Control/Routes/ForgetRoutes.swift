import FoundationEssentials
import Hummingbird
import Inbox
import Interview
import NIOCore
import Pipeline
import Store

/// Erasure at a candidate's wish. The id travels in the body, so that it stands in no audit entry.
struct ForgetRoutes: Sendable {
  private struct Wanted: Decodable {
    var candidate: String
    var dry_run: Bool?
  }

  let desk: Desk

  func add(to group: RouterGroup<PeerContext>) {
    group.post("forget") { request, _ in
      let body = try await request.body.collect(upTo: 4096)
      let wanted: Wanted
      do {
        wanted = try JSONDecoder().decode(Wanted.self, from: Data(body.readableBytesView))
      } catch {
        throw Fault(.controlBadRequest, "candidate")
      }
      guard !wanted.candidate.isEmpty else { throw Fault(.controlBadRequest, "candidate") }
      return Response.json(
        try await desk.ask { state throws(Fault) in
          if wanted.dry_run == true {
            let sessions = try state.keeper.sessions(of: wanted.candidate)
            return JSON.object(["dry_run": .bool(true), "sessions": .integer(sessions.count)])
          }
          return try state.keeper.forget(candidate: wanted.candidate).json
        })
    }
  }
}

extension Keeper.Receipt {
  var json: JSON {
    .object([
      "candidate_sha256": .string(candidate.hex), "time": .string(UTC.text(time)), "sessions": .integer(erased.sessions.count),
      "answers": .integer(erased.answers), "revisions": .integer(erased.revisions), "reviews": .integer(erased.reviews),
      "events": .integer(erased.events), "files": .integer(removed.files), "bytes": .integer(removed.bytes),
      "log_emptied": .bool(isLogEmpty),
    ])
  }
}
