/// Sums from which least squares are solved; sums of disjoint people add up and can be taken apart again.
struct Moments {
  var n = 0.0
  var x: [Double]
  var y = 0.0
  var xx: [[Double]]
  var xy: [Double]
  var yy = 0.0

  init(columns: Int) {
    x = [Double](repeating: 0, count: columns)
    xy = x
    xx = [[Double]](repeating: x, count: columns)
  }

  init(_ rows: [[Double]], _ outcomes: [Double], columns: Int) {
    self.init(columns: columns)
    for (row, outcome) in zip(rows, outcomes) {
      n += 1
      y += outcome
      yy += outcome * outcome
      for i in 0..<columns {
        x[i] += row[i]
        xy[i] += row[i] * outcome
        for j in 0..<columns { xx[i][j] += row[i] * row[j] }
      }
    }
  }

  static func - (left: Moments, right: Moments) -> Moments {
    var result = left
    result.n -= right.n
    result.y -= right.y
    result.yy -= right.yy
    for i in left.x.indices {
      result.x[i] -= right.x[i]
      result.xy[i] -= right.xy[i]
      for j in left.x.indices { result.xx[i][j] -= right.xx[i][j] }
    }
    return result
  }

  /// Covariances of the columns with one another and with the outcome, and the outcome's variance (divided by n).
  var covariances: (xx: [[Double]], xy: [Double], yy: Double) {
    let means = x.map { $0 / n }
    return (
      x.indices.map { i in x.indices.map { j in xx[i][j] / n - means[i] * means[j] } }, x.indices.map { xy[$0] / n - means[$0] * y / n },
      yy / n - y / n * y / n
    )
  }
}

/// The inverse of a small symmetric matrix by Gauss and Jordan with pivots; nil where it has none. O(p³).
func inverse(_ matrix: [[Double]]) -> [[Double]]? {
  let size = matrix.count
  var left = matrix
  var right = (0..<size).map { i in (0..<size).map { $0 == i ? 1.0 : 0 } }
  let largest = matrix.joined().map(abs).max() ?? 0
  for column in 0..<size {
    guard let pivot = (column..<size).max(by: { abs(left[$0][column]) < abs(left[$1][column]) }), abs(left[pivot][column]) > largest * 1e-12
    else { return nil }
    left.swapAt(column, pivot)
    right.swapAt(column, pivot)
    let scale = left[column][column]
    for k in 0..<size {
      left[column][k] /= scale
      right[column][k] /= scale
    }
    for row in 0..<size where row != column && left[row][column] != 0 {
      let factor = left[row][column]
      for k in 0..<size {
        left[row][k] -= factor * left[column][k]
        right[row][k] -= factor * right[column][k]
      }
    }
  }
  return right
}
