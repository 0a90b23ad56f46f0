/// Notes on what is heard but not said: `[laughter]`, `(upbeat music)`, `*sighs*`, `[音乐]`, `（笑声）`.
///
/// In square brackets stands by convention what the writer adds: a short note without a pronoun or an auxiliary verb is one,
/// whatever it says. Round brackets and asterisks also hold speech: there every word must belong to the vocabulary of sounds,
/// or the bracket must be all there is, short and in lower case, as in captions for the deaf.
enum SoundNotes {
  enum Bracket { case square, round, star }

  /// Longest note in square brackets, in Latin words and Han characters.
  private static let maximumWords = 5
  private static let maximumCharacters = 8

  static func isNote(_ inner: ArraySlice<Unicode.Scalar>, _ bracket: Bracket, isAlone: Bool) -> Bool {
    var words: [String] = []
    var word = String.UnicodeScalarView()
    var characters = String.UnicodeScalarView()
    var hasDigits = false
    var isPlain = true
    var isLower = true
    var before: Unicode.Scalar = " "
    for scalar in inner {
      defer { before = scalar }
      if scalar.isHan {
        characters.append(scalar)
      } else if scalar.isLetter || scalar.isApostrophe {
        word.append(scalar)
        isLower = isLower && scalar.properties.lowercaseMapping == String(Character(scalar))
        continue
      } else if scalar.isSpoken {
        hasDigits = true
      } else if "。！？.!?;；，,：:".unicodeScalars.contains(scalar), !before.isASCIIDigit {
        isPlain = false
      }
      if !word.isEmpty { words.append(String(word).lowercased()) }
      word = String.UnicodeScalarView()
    }
    if !word.isEmpty { words.append(String(word).lowercased()) }
    guard !words.isEmpty || !characters.isEmpty else { return false }
    if !hasDigits, words.isEmpty || isSound(words), characters.isEmpty || isSound(String(characters)) { return true }
    let isSpeech = words.contains(where: function.contains) || characters.contains(where: functionCharacters.contains)
    guard isPlain, !isSpeech else { return false }
    return switch bracket {
    case .square: words.count <= maximumWords && characters.count <= maximumCharacters
    case .round: isAlone && characters.isEmpty && words.count <= 3 && isLower && !hasDigits
    case .star: false
    }
  }

  /// Each word is a sound or goes with one, and one is a sound.
  private static func isSound(_ words: [String]) -> Bool {
    let stems = words.map(EnglishStem.stem)
    return stems.allSatisfy { sounds.contains($0) || beside.contains($0) } && stems.contains(where: sounds.contains)
  }

  /// The characters are words for sounds and what goes with them, laid end to end.
  private static func isSound(_ text: String) -> Bool {
    let characters = Array(text)
    guard characters.count <= 16 else { return false }
    // By place: whether the text up to there can be laid out, and whether a sound is in it.
    var reached = [(is: Bool, sound: Bool)](repeating: (false, false), count: characters.count + 1)
    reached[0] = (true, false)
    for start in characters.indices where reached[start].is {
      for length in 1...4 where start + length <= characters.count {
        let word = String(characters[start..<start + length])
        let isSound = hanSounds.contains(word)
        guard isSound || hanBeside.contains(word) else { continue }
        let end = start + length
        reached[end] = (true, reached[end].sound || reached[start].sound || isSound)
      }
    }
    return reached[characters.count].is && reached[characters.count].sound
  }

  private static func stems(_ text: String) -> Set<String> { Set(text.split(separator: " ").map { EnglishStem.stem(String($0)) }) }

  private static func words(_ text: String) -> Set<String> { Set(text.split(separator: " ").map(String.init)) }

  private static let sounds = stems(
    """
    laugh laughs laughed laughing laughter music musical applause applaud applauds applauding clap clapping cough coughs coughing sigh \
    sighs sighing sneeze sneezes sneezing sniff sniffs sniffle sniffles breath breaths breathe breathes breathing inhale inhales exhale \
    exhales noise noises silence silent pause pauses paused inaudible unintelligible unclear indistinct crosstalk overlapping chuckle \
    chuckles chuckling giggle giggles giggling crying cries sob sobs sobbing gasp gasps gasping groan groans hum hums humming whistle \
    whistles whistling beep beeps beeping buzz buzzes buzzing ring rings ringing ringtone click clicks clicking knock knocks knocking \
    footsteps typing static chatter cheer cheers cheering yawn yawns yawning snort snorts grunt grunts mumble mumbles mumbling whispers \
    whispering screams screaming singing slam slams creak creaks thud bang barking barks siren nods shrugs smiles winks gulps hiccups \
    blank_audio blank nospeech throat stammers stutters clattering rustling shuffling splutters scoffs tuts swallows foreign hesitates
    """)
  private static let beside = stems(
    """
    upbeat soft softly loud loudly gentle gently dramatic tense background audience crowd everyone all both people man woman men women \
    speaker interviewer interviewee candidate host play plays playing continue continues stop stops start starts fade fades fading in out \
    end ends over heavy heavily deep deeply slight slightly light lightly long short brief briefly distant distantly faint faintly quiet \
    quietly nervous nervously no audio speech dialogue speak speaks speaking language phone door keyboard clear clears clearing \
    voice voices sound sounds effect piano guitar jazz song theme intro outro low high slow fast and of the a an off mic microphone chair \
    paper papers street traffic machine awkward awkwardly english chinese mandarin cantonese japanese korean french spanish german russian ambient electronic orchestral bell alarm dog car
    """)
  private static let function = words(
    """
    i you he she it we they me him her us them my your his its our their is are was were be been am do does did don't didn't have has had \
    will would can can't could should may might must and but or so because if when that this these those who which what not to for with \
    i'm i'd i've it's that's we're we've they're
    """)
  private static let functionCharacters = Set("我你您他她它们們的了是在有和就都也这這那".unicodeScalars)
  private static let hanSounds = words(
    """
    笑 大笑 轻笑 笑声 笑聲 掌声 掌聲 鼓掌 音乐 音樂 配乐 铃声 鈴聲 咳 咳嗽 叹气 嘆氣 叹息 嘆息 噪音 噪声 噪聲 杂音 雜音 静音 靜音 静默 沉默 停顿 停頓 听不清 聽不清 听不清楚 不清楚 不清 \
    无法辨认 无声 無聲 哭 哭泣 哭声 抽泣 哽咽 呼吸 呼吸声 深呼吸 吸气 喘气 喘息 清嗓 清嗓子 喷嚏 打喷嚏 口哨 欢呼 歡呼 敲门 敲击 敲打 翻页 拍手 哼唱 歌声 唱歌 尖叫 喊叫 嘈杂 空白 \
    无语音 重叠 重疊 串音 歌曲 铃响 嗡嗡 哈欠 打哈欠 结巴
    """)
  private static let hanBeside = words(
    """
    背景 轻 大 小 声 聲 众人 全场 观众 一阵 轻声 持续 现场 电话 手机 键盘 门 一声 此处 这里 录音 语音 片段 部分 长 短 两人 同时 说话 嗓子 几秒 轻快 欢快 舒缓 激昂 钢琴 片头 片尾 中 \
    结束 开始 响 起 无 人声 環境 环境 呵呵 哈哈
    """)
}
