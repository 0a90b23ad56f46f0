import Interview

/// How far a measured value may be from the truth: the 95th percentile, over clips whose truth is known, of the error's size.
///
/// The figures are those of docs/method.md, "How far a measure may be off", made by `training/errors.py`. Between the
/// conditions that were measured the error goes in a straight line with the signal-to-noise ratio.
package struct MeasureError: Sendable {
  /// The clips' signal-to-noise ratios as the engine measures them, in dB: clean, with white noise at 20 and at 10 dB.
  static let ratios = (clean: 32.0, some: 22.0, much: 13.0)

  package let clean: Double
  package let some: Double
  package let much: Double
  /// A room with 0.4 s of reverberation.
  package let room: Double

  init(_ clean: Double, _ some: Double, _ much: Double, room: Double) {
    self.clean = clean
    self.some = max(clean, some)
    self.much = max(clean, some, much)
    self.room = max(clean, room)
  }

  static let pauseRatio = MeasureError(0.046, 0.099, 0.239, room: 0.117)
  static let pausesPerMinute = MeasureError(5.6, 5.9, 13.5, room: 7.9)
  static let pauseMean = MeasureError(0.42, 0.51, 0.59, room: 0.40)
  static let pauseMedian = MeasureError(0.44, 0.55, 0.67, room: 0.54)
  static let pauseLongest = MeasureError(0.84, 1.59, 2.16, room: 0.95)
  /// Of the first and the last word.
  static let edge = MeasureError(0.36, 0.47, 0.50, room: 0.46)
  static let f0SD = MeasureError(0.47, 0.60, 0.60, room: 0.58)
  /// So great because the lower end falls into creak or not: the middle clip errs by 0.1 st, two creaky voices of 15 by 5 and 7.
  static let f0Range = MeasureError(5.5, 6.0, 6.1, room: 5.9)
  /// Shares of the value.
  static let span = MeasureError(0.009, 0.012, 0.015, room: 0.010)
  static let phonation = MeasureError(0.062, 0.127, 0.285, room: 0.157)
  /// Shares of the count, of clips of some five seconds: Mandarin, and English, on which noise does less than chance.
  static let syllablesZh = MeasureError(0.088, 0.119, 0.156, room: 0.157)
  static let syllablesEn = MeasureError(0.32, 0.32, 0.32, room: 0.32)

  /// All of them, for the engine's card. Unit `%`: a share of the value.
  package static var stated: [(what: Bilingual, unit: String, error: MeasureError)] {
    func of(_ measure: Measure, _ error: MeasureError, _ unit: String? = nil) -> (what: Bilingual, unit: String, error: MeasureError) {
      (measure.meaning, unit ?? (["1", "1/min"].contains(measure.unit) ? "" : measure.unit), error)
    }
    return [
      of(.pauseRatio, pauseRatio), of(.pausesPerMinute, pausesPerMinute), of(.pauseMean, pauseMean), of(.pauseMedian, pauseMedian),
      of(.pauseLongest, pauseLongest), of(.leadIn, edge), of(.span, span, "%"), of(.phonation, phonation, "%"), of(.f0SD, f0SD),
      of(.f0Range, f0Range),
      (Bilingual(zh: "由声音估计的音节数，普通话", en: "syllables counted in the sound, Mandarin"), "%", syllablesZh),
      (Bilingual(zh: "由声音估计的音节数，英语", en: "syllables counted in the sound, English"), "%", syllablesEn),
    ]
  }

  func size(snr: Double, isReverberant: Bool) -> Double {
    func between(_ low: Double, _ high: Double, _ part: Double) -> Double { low + (high - low) * min(1, max(0, part)) }
    let (top, middle, bottom) = Self.ratios
    let noise =
      snr >= middle ? between(clean, some, (top - snr) / (top - middle)) : between(some, much, (middle - snr) / (middle - bottom))
    return isReverberant ? max(noise, room) : noise
  }
}

extension Evidence {
  /// How far the value of a measure may be from the truth in this recording, in the measure's unit.
  ///
  /// Counts of what the text holds (fillers, repetitions, figures, keywords), and stretches of another pace, are taken as
  /// exact: how often a recogniser mishears is not known here, and is in no interval.
  func error(of measure: Measure, at value: Double) -> Double {
    let isNoisy = qualityFlags.contains(UnknownReason.qualityNoise.rawValue)
    let snr = self[.snr].value ?? (isNoisy ? MeasureError.ratios.much : MeasureError.ratios.clean)
    let isReverberant = qualityFlags.contains(UnknownReason.qualityReverberation.rawValue)
    func size(_ error: MeasureError) -> Double { error.size(snr: snr, isReverberant: isReverberant) }
    // With a transcript syllables are read, not heard, and only the clock is left to err.
    let heard = self[.characters].value == nil ? size(language == .zh ? .syllablesZh : .syllablesEn) : 0
    func together(_ left: Double, _ right: Double) -> Double { (left * left + right * right).squareRoot() }
    switch measure {
    case .pauseRatio, .phonationRatio: return size(.pauseRatio)
    case .pausesPerMinute: return size(.pausesPerMinute)
    case .pauseCount: return size(.pausesPerMinute) * (self[.span].value ?? 60) / 60
    case .pauseMean: return size(.pauseMean)
    case .pauseMedian: return size(.pauseMedian)
    case .pauseLongest: return size(.pauseLongest)
    case .pauseTotal: return size(.pauseRatio) * (self[.span].value ?? 0)
    case .leadIn, .tail: return size(.edge)
    case .span: return size(.span) * value
    case .phonation: return size(.phonation) * value
    case .speechRate, .charactersPerMinute, .wordsPerMinute: return together(size(.span), heard) * value
    case .articulationRate: return together(size(.phonation), heard) * value
    case .syllables: return heard * value
    // Syllables over pauses: a pause more or less moves it by as great a share.
    case .meanLengthOfRun: return together(size(.pausesPerMinute) / max(1, self[.pausesPerMinute].value ?? 20), heard) * value
    case .f0SD: return size(.f0SD)
    case .f0Range: return size(.f0Range)
    default: return 0
    }
  }
}
