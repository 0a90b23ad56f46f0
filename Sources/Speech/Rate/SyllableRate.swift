import Interview

/// Rates from a number of syllables and the timing; the syllables may come from a transcript or from nuclei.
public struct SyllableRate: Sendable, Equatable {
  /// Syllables per second of the span.
  public let speechRate: Measured<Double>
  /// Syllables per second of phonation.
  public let articulationRate: Measured<Double>
  /// Mean number of syllables between silent pauses.
  public let meanLengthOfRun: Measured<Double>

  /// Seconds of span below which a rate says nothing: a single word has no rate.
  public static let shortestSpan = 1.0

  /// - Parameters:
  ///   - syllables: How many were spoken.
  ///   - pauses: Silent pauses inside the span; there is one run more than pauses.
  public init(syllables: Double, timing: SpeechProfile.Timing, pauses: Int) {
    guard let span = timing.span.value, let phonation = timing.phonation.value else {
      let reason = timing.span.reason ?? .speechNone
      (speechRate, articulationRate, meanLengthOfRun) = (.unknown(reason), .unknown(reason), .unknown(reason))
      return
    }
    guard span >= Self.shortestSpan, phonation > 0 else {
      (speechRate, articulationRate) = (.unknown(.speechTooLittle), .unknown(.speechTooLittle))
      meanLengthOfRun = .unknown(.speechTooLittle)
      return
    }
    speechRate = .value(syllables / span)
    articulationRate = .value(syllables / phonation)
    meanLengthOfRun = .value(syllables / Double(pauses + 1))
  }
}
