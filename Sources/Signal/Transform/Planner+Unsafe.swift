import CFFTW
import Synchronization

// Invariants of this file: FFTW's planner is not thread-safe, so every call that makes or destroys a plan happens under
// the one lock below; executing a plan needs no lock as long as each plan is used by one owner at a time, and plans are
// owned by noncopyable values. A plan is made for the very buffers it runs on, so their alignment is the planned one.
// Planning is FFTW_ESTIMATE only: FFTW_MEASURE may choose another algorithm, and so other bits, in every run.

private let planning = Mutex(())

/// Runs `body` while nobody else plans.
func whilePlanning<Result>(_ body: () -> Result) -> Result {
  planning.withLock { _ in body() }
}

/// Floats in memory aligned for FFTW's SIMD code, zero at first.
@safe struct AlignedFloats: ~Copyable {
  let count: Int
  private let memory: UnsafeMutablePointer<Float>

  init(count: Int) {
    precondition(count > 0)
    // fftwf_malloc gives nil only where malloc does: when the process is out of memory.
    guard let raw = unsafe fftwf_malloc(count * MemoryLayout<Float>.stride) else { preconditionFailure("out of memory") }
    self.count = count
    unsafe memory = raw.bindMemory(to: Float.self, capacity: count)
    unsafe memory.initialize(repeating: 0, count: count)
  }

  deinit {
    unsafe fftwf_free(memory)
  }

  /// Valid as long as `self` lives; `count` floats.
  @unsafe var pointer: UnsafeMutablePointer<Float> { unsafe memory }

  /// The same memory as complex numbers (real, imaginary).
  @unsafe var complex: UnsafeMutablePointer<fftwf_complex> {
    unsafe UnsafeMutableRawPointer(memory).assumingMemoryBound(to: fftwf_complex.self)
  }
}

/// A plan of FFTW's and the right to destroy it.
@safe struct TransformPlan: ~Copyable {
  private let plan: fftwf_plan

  /// - Parameter make: Called under the planner's lock; gives nil only for a transform FFTW does not know.
  init(_ make: () -> fftwf_plan?) {
    guard let made = unsafe whilePlanning({ unsafe make() }) else { preconditionFailure("FFTW has no plan for this length") }
    unsafe plan = made
  }

  func execute() { unsafe fftwf_execute(plan) }

  deinit {
    let plan = unsafe plan
    whilePlanning { unsafe fftwf_destroy_plan(plan) }
  }
}
