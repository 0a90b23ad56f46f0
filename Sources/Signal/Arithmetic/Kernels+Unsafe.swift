import CKernels
import Synchronization

// Invariant of this file: the tables are constants of the program; a pointer to one is valid as long as the program runs.

/// Which of the compiled inner loops are called: those for the widest vectors that this processor has.
///
/// All tables give the same bits, so that it does not matter who chooses when. Threads: any.
public enum Kernels {
  private static let chosen = Atomic(kernels_count() - 1)

  /// The loops in use.
  @unsafe public static var table: UnsafePointer<kernels> { unsafe kernels_at(chosen.load(ordering: .relaxed)) }

  /// The widths that this processor can run, the narrowest first.
  package static var names: [String] {
    (0..<kernels_count()).map { unsafe String(cString: kernels_at($0).pointee.name) }
  }

  /// Calls the loops of one width from now on, for tests that hold one against another.
  package static func choose(_ index: Int) {
    precondition(index >= 0 && index < kernels_count())
    chosen.store(index, ordering: .relaxed)
  }
}
