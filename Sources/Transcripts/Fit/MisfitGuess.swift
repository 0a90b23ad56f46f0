import Interview
import RealModule

/// What a text that was refused most probably is. A guess for people, never a measure.
enum MisfitGuess: Equatable {
  /// The text stands twice in the transcript.
  case twice
  /// The transcript holds only the beginning, or only the end, of what was said.
  case beginningWritten, endWritten
  /// The recording holds only the beginning, or only the end, of the text.
  case beginningSpoken, endSpoken
  case another(Length)

  enum Length { case shorter, alike, longer }

  /// Syllables heard for each written: beyond these the text is longer or shorter than what was said.
  static let alike = 0.75...1.4
  /// Nats by which the pauses must speak for a part before it is named.
  private static let convincing = 1.0

  init(_ text: TextShape, _ sound: SpeechRuns, ratio: Double) {
    if text.standsTwice, Self.alike.contains(2 * ratio) {
      self = .twice
    } else if ratio > Self.alike.upperBound {
      self = Self.written(text, sound) ?? .another(.shorter)
    } else if ratio < Self.alike.lowerBound {
      self = Self.spoken(text, sound) ?? .another(.longer)
    } else {
      self = .another(.alike)
    }
  }

  /// Whether a text that is too short lies well between the pauses of the beginning or of the end of the recording.
  private static func written(_ text: TextShape, _ sound: SpeechRuns) -> MisfitGuess? {
    let counts = sound.runs.map(\.nuclei)
    let head = length(counts, of: Double(text.syllables))
    let tail = length(counts.reversed(), of: Double(text.syllables))
    let beginning = evidence(text, sound.part(0..<head))
    let end = evidence(text, sound.part(sound.runs.count - tail..<sound.runs.count))
    guard max(beginning, end) >= convincing else { return nil }
    return beginning >= end ? .beginningWritten : .endWritten
  }

  /// Whether the beginning or the end of a text that is too long lies well between the pauses of the recording.
  private static func spoken(_ text: TextShape, _ sound: SpeechRuns) -> MisfitGuess? {
    let counts = text.clauses.map { Double($0.syllables) }
    let head = length(counts, of: sound.nuclei)
    let tail = length(counts.reversed(), of: sound.nuclei)
    let beginning = evidence(text.part(0..<head), sound)
    let end = evidence(text.part(text.clauses.count - tail..<text.clauses.count), sound)
    guard max(beginning, end) >= convincing else { return nil }
    return beginning >= end ? .beginningSpoken : .endSpoken
  }

  private static func evidence(_ text: TextShape, _ sound: SpeechRuns) -> Double {
    WordsAgainstSound.Pauses(text, sound)?.evidence ?? 0
  }

  /// How many of the first numbers come nearest to a sum; at least one.
  private static func length(_ numbers: [Double], of sum: Double) -> Int {
    var (total, best, count) = (0.0, Double.infinity, 1)
    for (index, number) in numbers.enumerated() {
      total += number
      if abs(total - sum) < best { (best, count) = (abs(total - sum), index + 1) }
    }
    return min(count, max(1, numbers.count))
  }

  /// A transcript of a part is partial; everything else is a transcript of something else.
  var reason: UnknownReason {
    switch self {
    case .beginningWritten, .endWritten: .transcriptPartial
    case .twice, .beginningSpoken, .endSpoken, .another: .transcriptMismatch
    }
  }

  var words: Bilingual {
    switch self {
    case .twice: Bilingual(zh: "文本似乎重复了两遍", en: "the text seems to stand twice")
    case .beginningWritten: Bilingual(zh: "似乎只转写了开头一段", en: "only the beginning of the recording seems to be written")
    case .endWritten: Bilingual(zh: "似乎只转写了结尾一段", en: "only the end of the recording seems to be written")
    case .beginningSpoken: Bilingual(zh: "录音似乎只有文本的开头一段", en: "the recording seems to hold only the beginning of the text")
    case .endSpoken: Bilingual(zh: "录音似乎只有文本的结尾一段", en: "the recording seems to hold only the end of the text")
    case .another(.shorter): Bilingual(zh: "似乎是另一段较短回答的文本", en: "it seems to be the text of another, shorter answer")
    case .another(.alike): Bilingual(zh: "似乎是另一段长度相近的回答的文本", en: "it seems to be the text of another answer of about this length")
    case .another(.longer): Bilingual(zh: "似乎是另一段较长回答的文本", en: "it seems to be the text of another, longer answer")
    }
  }
}
