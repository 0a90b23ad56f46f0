import CKernels

// Invariant of this file: every function checks the lengths of its spans once, at its head; the loops that it calls stay inside them. A span that
// is empty has no address and is not passed on.

/// Arithmetic on runs of samples. Sums are added up in eight lanes, in an order that is the same on every processor.
public enum Arithmetic {
  /// Sum of products of two equally long runs.
  public static func dot(_ a: Span<Float>, _ b: Span<Float>) -> Float {
    precondition(a.count == b.count)
    return unsafe a.withUnsafeBufferPointer { a in
      unsafe b.withUnsafeBufferPointer { b in
        guard let x = a.baseAddress, let y = b.baseAddress else { return 0 }
        return unsafe Kernels.table.pointee.dot(x, y, a.count)
      }
    }
  }

  /// Sum of a run.
  public static func sum(_ a: Span<Float>) -> Float {
    unsafe a.withUnsafeBufferPointer { a in
      guard let x = a.baseAddress else { return 0 }
      return unsafe Kernels.table.pointee.sum(x, a.count)
    }
  }

  /// Sum of squares of a run.
  public static func energy(_ a: Span<Float>) -> Float {
    unsafe a.withUnsafeBufferPointer { a in
      guard let x = a.baseAddress else { return 0 }
      return unsafe Kernels.table.pointee.energy(x, a.count)
    }
  }

  /// Sum of each band of the values from index `start` on.
  ///
  /// - Parameter sums: Results, as many as there are bands; what it holds beyond them stays.
  public static func sums(_ x: [Float], from start: Int, bands: Bands, into sums: inout [Float]) {
    precondition(start >= 0 && start + bands.reach <= x.count && sums.count >= bands.count)
    unsafe x.withUnsafeBufferPointer { x in
      unsafe bands.edges.withUnsafeBufferPointer { edges in
        unsafe sums.withUnsafeMutableBufferPointer { sums in
          unsafe Kernels.table.pointee.band_sums(
            x.baseAddress.unsafelyUnwrapped + start, edges.baseAddress.unsafelyUnwrapped, bands.count, sums.baseAddress.unsafelyUnwrapped)
        }
      }
    }
  }

  /// Adds as many values of `x`, from index `start` on, to `total`, element by element.
  public static func accumulate(_ x: [Float], from start: Int, into total: inout [Float]) {
    precondition(start >= 0 && start + total.count <= x.count)
    unsafe x.withUnsafeBufferPointer { x in
      unsafe total.withUnsafeMutableBufferPointer { total in
        guard let x = x.baseAddress, let sum = total.baseAddress else { return }
        unsafe Kernels.table.pointee.accumulate(x + start, sum, total.count)
      }
    }
  }

  /// Replaces every value by its logarithm to base 2. Positive normal numbers only; the error stays below 3·10⁻⁵.
  public static func log2(_ array: inout [Float]) {
    unsafe array.withUnsafeMutableBufferPointer { values in
      guard let x = values.baseAddress else { return }
      unsafe Kernels.table.pointee.log2(x, values.count)
    }
  }
}

/// Bands that lie side by side.
public struct Bands: Sendable {
  fileprivate let edges: [UInt16]

  /// - Parameter edges: Where each band begins, and where the last one ends: two and more, ascending, none negative.
  public init(_ edges: [Int]) {
    precondition(edges.count > 1 && zip(edges, edges.dropFirst()).allSatisfy { $0 <= $1 })
    self.edges = edges.map { UInt16($0) }
  }

  public var count: Int { edges.count - 1 }
  /// Where the last one ends.
  public var reach: Int { Int(edges[edges.count - 1]) }
}
