/// What computed a result. Two results are comparable only when their engine versions are equal.
public enum Engine {
  /// Rises whenever the same bytes could be measured or scored differently; the store keeps results of older engines.
  public static let version = "1.2.0"
  /// The name of the documented analysis object.
  public static let schema = "intone.analysis/1"
}
