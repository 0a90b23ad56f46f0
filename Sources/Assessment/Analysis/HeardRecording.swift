import Files
import Interview
import Recordings
import Speech
import Synchronization

/// A recording after it was decoded and measured, before anything of its transcript, its role or its language is known: what comes
/// of these is worked out from here as often as need be, without the sound.
public struct HeardRecording: Sendable {
  /// Of the bytes that were decoded.
  public let hash: ContentHash
  let facts: RecordingFacts
  /// Its syllables are counted for no language yet.
  private let profile: SpeechProfile

  init(hash: ContentHash, facts: RecordingFacts, profile: SpeechProfile) {
    (self.hash, self.facts, self.profile) = (hash, facts, profile)
  }

  /// What an analyzer that knew the language from the beginning would have given.
  func profile(in language: Language?) -> SpeechProfile { profile.counted(in: language) }

  /// Seconds of sound that were decoded: what a header states proves nothing.
  var duration: Double { profile.duration }
  var pauseThreshold: Double { profile.timing.pauseThreshold }
  /// Bytes that it holds, about.
  var memory: Int { 4096 + profile.memory }
}

/// Recordings that were heard a while ago and may be scored again soon, because a transcript or the session's manifest comes late.
///
/// Kept in memory alone, the ones used last up to a limit: what is not there any more is decoded again, with the same result. May be
/// used by several threads at once.
public final class HeardRecordings: Sendable {
  private struct State {
    /// The one used last stands at the end.
    var recordings: [HeardRecording] = []
    var decoded = 0
  }

  private let limit: Int
  private let state = Mutex(State())

  /// - Parameter limit: bytes; 32 MB hold about four hours of sound.
  public init(limit: Int = 32 << 20) { self.limit = limit }

  /// How many recordings were decoded and measured.
  public var decoded: Int { state.withLock { $0.decoded } }

  /// How many are kept.
  public var count: Int { state.withLock { $0.recordings.count } }

  /// Gives a recording that is known by its bytes, and hears it where it is not.
  func recording(
    _ hash: ContentHash, pauseThreshold: Double, _ hear: () throws(Fault) -> HeardRecording
  ) throws(Fault) -> HeardRecording {
    let known = state.withLock { state -> HeardRecording? in
      guard let index = state.recordings.firstIndex(where: { $0.hash == hash && $0.pauseThreshold == pauseThreshold }) else { return nil }
      let known = state.recordings.remove(at: index)
      state.recordings.append(known)
      return known
    }
    if let known { return known }
    let heard = try hear()
    state.withLock { state in
      state.decoded += 1
      state.recordings.removeAll { $0.hash == hash }
      state.recordings.append(heard)
      var memory = state.recordings.reduce(0) { $0 + $1.memory }
      while memory > limit { memory -= state.recordings.removeFirst().memory }
    }
    return heard
  }

  /// Somebody's are to be erased; the others are heard again when that is needed.
  public func forgetAll() { state.withLock { $0.recordings = [] } }

  /// Nothing of this recording comes late any more.
  public func forget(_ hash: ContentHash) { state.withLock { $0.recordings.removeAll { $0.hash == hash } } }
}
