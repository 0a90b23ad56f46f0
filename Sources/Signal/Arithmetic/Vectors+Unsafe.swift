// Invariant of this file: callers keep every index, and the width of the vector from it on, inside the memory they give.

/// Vectors read from and written to any place of a run of floats, whatever its alignment.
public enum Vectors {
  @inlinable @inline(__always)
  public static func two(_ p: UnsafePointer<Float>, _ at: Int) -> SIMD2<Float> {
    unsafe UnsafeRawPointer(p + at).loadUnaligned(as: SIMD2<Float>.self)
  }

  @inlinable @inline(__always)
  public static func four(_ p: UnsafePointer<Float>, _ at: Int) -> SIMD4<Float> {
    unsafe UnsafeRawPointer(p + at).loadUnaligned(as: SIMD4<Float>.self)
  }

  @inlinable @inline(__always)
  public static func four(_ p: UnsafeBufferPointer<Float>, _ at: Int) -> SIMD4<Float> {
    unsafe four(p.baseAddress.unsafelyUnwrapped, at)
  }

  @inlinable @inline(__always)
  public static func eight(_ p: UnsafePointer<Float>, _ at: Int) -> SIMD8<Float> {
    unsafe UnsafeRawPointer(p + at).loadUnaligned(as: SIMD8<Float>.self)
  }

  @inlinable @inline(__always)
  public static func store(_ v: SIMD4<Float>, _ p: UnsafeMutablePointer<Float>, _ at: Int) {
    unsafe UnsafeMutableRawPointer(p + at).storeBytes(of: v, as: SIMD4<Float>.self)
  }

  @inlinable @inline(__always)
  public static func store(_ v: SIMD4<Float>, _ p: UnsafeMutableBufferPointer<Float>, _ at: Int) {
    unsafe store(v, p.baseAddress.unsafelyUnwrapped, at)
  }

  @inlinable @inline(__always)
  public static func store(_ v: SIMD8<Float>, _ p: UnsafeMutablePointer<Float>, _ at: Int) {
    unsafe UnsafeMutableRawPointer(p + at).storeBytes(of: v, as: SIMD8<Float>.self)
  }
}
