/// Weights that follow an outcome: least squares under β ≥ 0, drawn towards the current weights (ridge regression, Hoerl and
/// Kennard 1970, with another centre than 0).
struct WeightFit {
  /// How strongly the fit is drawn to the current weights, in units of the mean variance of the scores. The last one leaves
  /// the current weights as they are.
  static let strengths: [Double] = [0, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, .infinity]

  /// Adding up to 1.
  let current: [Double]

  /// - Returns: slopes, 0 or more each.
  /// - Complexity: some hundred rounds of coordinate descent, O(p²) each.
  func slopes(_ moments: Moments, strength: Double) -> [Double] {
    let (xx, xy, _) = moments.covariances
    let size = current.count
    func product(_ row: [Double], _ vector: [Double]) -> Double { zip(row, vector).map { $0 * $1 }.reduce(0, +) }
    let along = product(current, xy)
    let spread = product(current, xx.map { product($0, current) })
    let scale = spread > 0 ? max(0, along / spread) : 0
    let centre = current.map { $0 * scale }
    guard strength.isFinite else { return centre }
    let pull = strength * (0..<size).map { xx[$0][$0] }.reduce(0, +) / Double(size)
    var slopes = centre
    for _ in 0..<300 {
      var largest = 0.0
      for j in 0..<size {
        let curvature = xx[j][j] + pull
        guard curvature > 0 else { continue }
        let others = product(xx[j], slopes) - xx[j][j] * slopes[j]
        let next = max(0, (xy[j] - others + pull * centre[j]) / curvature)
        largest = max(largest, abs(next - slopes[j]))
        slopes[j] = next
      }
      if largest <= 1e-9 * (slopes.max() ?? 0) { break }
    }
    return slopes
  }

  /// The slopes as shares of 1; the current weights where nothing goes with the outcome.
  func weights(_ slopes: [Double]) -> [Double] {
    let sum = slopes.reduce(0, +)
    return sum > 0 ? slopes.map { $0 / sum } : current
  }

  /// The strength that predicts people it has not seen as well as any, within what chance leaves open: of all strengths whose
  /// squared errors are not more than one standard error above the least, the greatest (the one-standard-error rule of
  /// Breiman et al. 1984, with paired errors).
  func strength(_ folds: [Fold]) -> Double {
    let all = folds.dropFirst().reduce(folds[0].moments) { $0.adding($1.moments) }
    let errors = Self.strengths.map { strength -> [Double] in
      folds.flatMap { fold -> [Double] in
        let training = all - fold.moments
        let slopes = slopes(training, strength: strength)
        let means = training.x.map { $0 / training.n }
        let mean = training.y / training.n
        return zip(fold.rows, fold.outcomes).map { row, outcome in
          var predicted = mean
          for j in slopes.indices { predicted += slopes[j] * (row[j] - means[j]) }
          return (outcome - predicted) * (outcome - predicted)
        }
      }
    }
    let sums = errors.map { $0.reduce(0, +) }
    guard let best = sums.indices.min(by: { sums[$0] < sums[$1] }) else { return .infinity }
    let chosen = errors.indices.last { index in
      let differences = zip(errors[index], errors[best]).map { $0 - $1 }
      let n = Double(differences.count)
      let mean = differences.reduce(0, +) / n
      let variance = differences.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / max(1, n - 1)
      return mean <= (variance / n).squareRoot()
    }
    return Self.strengths[chosen ?? best]
  }

  /// One part of the people.
  struct Fold {
    let rows: [[Double]]
    let outcomes: [Double]
    let moments: Moments

    init(_ rows: [[Double]], _ outcomes: [Double], columns: Int) {
      self.rows = rows
      self.outcomes = outcomes
      moments = Moments(rows, outcomes, columns: columns)
    }
  }
}

extension Moments {
  func adding(_ other: Moments) -> Moments { self - (Moments(columns: x.count) - other) }
}
