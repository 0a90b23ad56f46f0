// Invariant of this file: the room for what is written is checked at the head.

/// Numbers written side by side to any place of a run of floats, whatever its alignment.
public enum Vectors {
  /// Eight numbers from index `at` on.
  @inlinable @inline(__always)
  public static func put(_ a: SIMD8<Float>, into row: inout [Float], at: Int) {
    precondition(at >= 0 && at + 8 <= row.count)
    unsafe row.withUnsafeMutableBytes { unsafe $0.storeBytes(of: a, toByteOffset: 4 &* at, as: SIMD8<Float>.self) }
  }

  /// `count` numbers of another run, from index `from` on.
  @inlinable @inline(__always)
  public static func copy(_ x: [Float], _ from: Int, count: Int, into row: inout [Float], at: Int) {
    precondition(count >= 0 && from >= 0 && from + count <= x.count && at >= 0 && at + count <= row.count)
    unsafe x.withUnsafeBufferPointer { x in
      unsafe row.withUnsafeMutableBufferPointer { row in
        for i in 0..<count { unsafe row[at &+ i] = x[from &+ i] }
      }
    }
  }
}
