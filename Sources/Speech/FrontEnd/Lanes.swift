/// Vectors of eight lanes of which six are kept: 24 bytes each instead of 32. Lanes 6 and 7 read as 0.
struct Lanes: Sendable {
  /// Six numbers, without the padding that a vector of eight has.
  private struct Six: Sendable {
    var a: SIMD2<Float>
    var b: SIMD2<Float>
    var c: SIMD2<Float>
  }

  private var rows: [Six] = []

  var count: Int { rows.count }
  var indices: Range<Int> { rows.indices }

  mutating func append(_ row: SIMD8<Float>) {
    rows.append(Six(a: row.lowHalf.lowHalf, b: row.lowHalf.highHalf, c: row.highHalf.lowHalf))
  }

  subscript(t: Int) -> SIMD8<Float> {
    @inline(__always)
    get {
      let row = rows[t]
      return SIMD8(lowHalf: SIMD4(lowHalf: row.a, highHalf: row.b), highHalf: SIMD4(lowHalf: row.c, highHalf: .zero))
    }
  }
}
