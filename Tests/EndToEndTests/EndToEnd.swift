import NIOPosix
import Testing

// The real daemon on real directories. Three at a time, one of each suite: most of a scenario is spent waiting, and the scenarios share
// two cores with everything else.

/// What becomes of files: arrival, scoring, failure, crash, retention.
@Suite(.serialized, .timeLimit(.minutes(5)), .onThreadsOfItsOwn)
enum `From the inbox to the store` {}

/// What is asked of a daemon that runs: verbs, routes, documents, webhooks, a fleet.
@Suite(.serialized, .timeLimit(.minutes(5)), .onThreadsOfItsOwn)
enum `What people and programs ask` {}

/// What is kept, sealed, moved and lost: sealing, backups, kills, servers.
@Suite(.serialized, .timeLimit(.minutes(5)), .onThreadsOfItsOwn)
enum `What is kept through everything` {}

/// Has scenarios run beside all other tests instead of behind them.
///
/// The concurrency library has a thread for each core, and all tests stand in one queue for them. Whoever waits for a daemon stands at its end
/// again after every look, so that scenarios came to their turn when everything else was done, and the cores had nothing to do then.
struct ThreadsOfTheirOwn: SuiteTrait, TestTrait, TestScoping {
  var isRecursive: Bool { true }

  func provideScope(for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void) async throws {
    try await withTaskExecutorPreference(ScenarioThreads.shared) { try await function() }
  }
}

extension Trait where Self == ThreadsOfTheirOwn {
  static var onThreadsOfItsOwn: Self { Self() }
}

/// A thread for each of the three suites; they end with the process.
private final class ScenarioThreads: TaskExecutor {
  static let shared = ScenarioThreads()
  private let threads = NIOThreadPool(numberOfThreads: 3)

  private init() { threads.start() }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    threads.submit { [self] _ in unsafe job.runSynchronously(on: asUnownedTaskExecutor()) }
  }
}
