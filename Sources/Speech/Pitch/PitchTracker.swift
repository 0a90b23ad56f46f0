import RealModule
import Signal

/// The F0 contour of a stretch of frames: voicing, a path, and a second path that expects the speaker's own range.
///
/// Two passes after De Looze & Hirst (2008): the first path's median and spread bound the second softly.
struct PitchTracker {
  /// Hz per frame, 0 where unvoiced.
  var f0: [Float]
  /// The voicing network's logit per frame; the path adds its bias.
  var voicing: [Float]

  /// Voiced frames from which on the speaker's range is trusted.
  private static let minimumFrames = 20

  init(_ store: FrameStore, frames: Range<Int>, models: SpeechModels) {
    let p = models.parameters
    guard !frames.isEmpty else { (f0, voicing) = ([], []); return }
    let levels = store.energy(band: 5, in: frames)
    let sounding = frames.filter(store.sounds).map { levels[$0 - frames.lowerBound] }
    let top = Quantile.of(sounding.isEmpty ? levels : sounding, 0.95)
    voicing = VoicingFeatures.logits(store, frames: frames, top: top, network: models.voicing)
    let voiced = PitchPath.voiced(voicing, p)
    let first = PitchPath.search(store, frames: frames, voicing: voicing, voiced: voiced, range: nil, p)
    f0 = PitchPath.contour(store, frames: frames, path: first)
    if let range = Self.range(of: f0, p) {
      let second = PitchPath.search(store, frames: frames, voicing: voicing, voiced: voiced, range: range, p)
      f0 = PitchPath.contour(store, frames: frames, path: second)
    }
    PitchPath.dropIslands(&f0, shorterThan: p.shortestVoiced)
  }

  private static func range(of f0: [Float], _ p: ModelParameters) -> PitchPath.Range? {
    var octaves = f0.filter { $0 > 0 }.map { Float.log2($0) }
    guard octaves.count > minimumFrames, p.rangeCost > 0 else { return nil }
    let centre = Quantile.select(&octaves, 0.5)
    let spread = Quantile.select(&octaves, 0.85) - Quantile.select(&octaves, 0.15)
    return PitchPath.Range(centre: centre, width: max(p.rangeWidth, p.rangeStretch * spread), costPerOctave: p.rangeCost)
  }
}
