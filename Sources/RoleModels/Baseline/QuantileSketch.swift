import RealModule

/// Quantiles of a stream in bounded memory: DDSketch (Masson, Rim and Lee 2019, "DDSketch: a fast and fully-mergeable
/// quantile sketch with relative-error guarantees", VLDB 12(12)).
///
/// A value falls into the bucket ⌈ln|x| / ln γ⌉ with γ = (1 + α)/(1 − α); any value of a bucket lies within α of its middle,
/// relative to itself, so that every quantile is right to `accuracy`. What it says does not depend on the order in which
/// values came, nor on how they were split before merging: equal answers give equal baselines.
public struct QuantileSketch: Sendable, Equatable {
  /// Relative error of every quantile, α: a quarter of a percent, below what any measure is printed with.
  public static let accuracy = 0.0025
  /// Values nearer to 0 count as 0, those beyond `largest` as `largest`; this bounds the buckets to about 9200.
  public static let smallest = 1e-6
  public static let largest = 1e9

  private static let logGamma = Double.log((1 + accuracy) / (1 - accuracy))

  public private(set) var count = 0
  /// Exact.
  public private(set) var minimum = Double.infinity
  public private(set) var maximum = -Double.infinity
  private var zeros = 0
  private var positive: [Int: Int] = [:]
  private var negative: [Int: Int] = [:]

  public init() {}

  /// Buckets in use.
  public var buckets: Int { positive.count + negative.count + (zeros > 0 ? 1 : 0) }

  /// - Precondition: `value` is finite.
  public mutating func add(_ value: Double) {
    precondition(value.isFinite)
    count += 1
    minimum = min(minimum, value)
    maximum = max(maximum, value)
    let size = min(abs(value), Self.largest)
    if size < Self.smallest {
      zeros += 1
    } else if value > 0 {
      positive[Self.bucket(size), default: 0] += 1
    } else {
      negative[Self.bucket(size), default: 0] += 1
    }
  }

  public mutating func merge(_ other: QuantileSketch) {
    count += other.count
    zeros += other.zeros
    minimum = min(minimum, other.minimum)
    maximum = max(maximum, other.maximum)
    positive.merge(other.positive, uniquingKeysWith: +)
    negative.merge(other.negative, uniquingKeysWith: +)
  }

  /// The values at these shares of the count (0…1, ascending), each within `accuracy` of the value of that rank,
  /// ⌊share · (n − 1)⌋ from 0; empty without values. O(buckets · log buckets).
  public func quantiles(_ shares: [Double]) -> [Double] {
    guard count > 0 else { return [] }
    var ordered: [(value: Double, count: Int)] = negative.sorted { $0.key > $1.key }.map { (-Self.middle($0.key), $0.value) }
    ordered.append((0, zeros))
    ordered += positive.sorted { $0.key < $1.key }.map { (Self.middle($0.key), $0.value) }
    var result: [Double] = []
    var position = 0
    var passed = ordered[0].count
    for share in shares {
      let rank = Int((min(1, max(0, share)) * Double(count - 1)).rounded(.down))
      while passed <= rank {
        position += 1
        passed += ordered[position].count
      }
      // The ends are known exactly, and no bucket's middle lies beyond them.
      result.append(rank == 0 ? minimum : rank == count - 1 ? maximum : min(maximum, max(minimum, ordered[position].value)))
    }
    return result
  }

  private static func bucket(_ size: Double) -> Int { Int((Double.log(size) / logGamma).rounded(.up)) }

  /// 2γⁱ/(γ + 1): within α of either end of (γⁱ⁻¹, γⁱ].
  private static func middle(_ index: Int) -> Double { Double.exp(Double(index) * logGamma) * (1 - accuracy) }
}
