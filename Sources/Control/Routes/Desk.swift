import Interview
import NIOPosix

/// Where routes have their blocking work done (the store, the file system): on threads of its own, so that a slow disk
/// delays answers and nothing else.
struct Desk: Sendable {
  let state: ControlState
  let threads: NIOThreadPool

  func ask<Value: Sendable>(_ work: @escaping @Sendable (ControlState) throws(Fault) -> Value) async throws -> Value {
    let state = state
    return try await threads.runIfActive { try work(state) }
  }
}
