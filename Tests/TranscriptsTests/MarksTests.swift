import Interview
import Testing

@testable import Transcripts

/// The text that is kept of a line of plain text.
private func kept(_ text: String) throws -> String { try plain(text).text }

@Suite struct `What was not said` {
  @Test(arguments: [
    // SenseVoice's rich transcription, and what Unicode calls emoji: presentation, selectors, joiners, skin tones, flags, keycaps.
    ("🎼我认为团队协作很重要，😡在上一家公司😊👏", "我认为团队协作很重要，在上一家公司"), ("😔good😡day", "good day"), ("well ☹️ done ❤", "well done"),
    ("一家👨‍👩‍👧‍👦人", "一家人"), ("好👏🏽的", "好的"), ("中国🇨🇳人🏴󠁧󠁢󠁥󠁮󠁧󠁿", "中国人"), ("第1️⃣名", "第1名"), ("hello\u{1FAE8}there 🫠", "hello there"),
    // Text that Unicode also lists as emoji stays.
    ("©2024 我们是 #1，*5*，™，100%，C# 和 2️ 3", "©2024 我们是 #1，*5*，™，100%，C# 和 2 3"),
  ]) func `emoji are dropped and digits and signs are not`(text: String, expected: String) throws {
    #expect(try kept(text) == expected)
  }

  @Test func `emoji leave no trace in any format`() throws {
    for writer in Writer.all {
      let written = writer.write(.standard).replacing("华 东", with: "华东").replacing("华", with: "😡华").replacing("说", with: "说🎼")
      let transcript = try plain(written)
      for scalar in "\(transcript)".unicodeScalars { #expect(scalar.value < 0x1F000 || scalar.value > 0x1FAFF, "\(writer.format)") }
    }
  }

  @Test func `an emoji in a speaker's name is not stored, and the name is still found`() throws {
    let text = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Lee 😊>hello there\n\n00:03.000 --> 00:09.000\n<v Host>now you please go on\n"
    #expect(try TranscriptReader.read(Array(text.utf8), speaker: "lee").text == "hello there")
    #expect(!"\(try TranscriptReader.read(Array(text.utf8), speaker: "Lee 😊"))".contains("😊"))
  }

  @Test(arguments: [
    ("[laughter] we won", "we won"), ("we (music) won", "we won"), ("*sighs* we won", "we won"), ("[音乐]我们赢了（笑声）", "我们赢了"),
    ("♪ la la la ♪ we won", "we won"), ("♪ we won", "we won"), ("[INAUDIBLE 00:12] we won", "we won"),
    ("(upbeat music playing)we won", "we won"),
    ("【背景音乐】我们（听不清）赢了", "我们赢了"), ("[door slams] we won", "we won"), ("<laugh> we won <unk>", "we won"),
    ("we won (audience laughs)", "we won"),
    ("{\\an8}{\\i1}we won{\\i0}", "we won"), ("\u{1B}[38;5;71mwe won\u{1B}[0m", "we won"), ("<笑>我们赢了", "我们赢了"),
    ("{laughs} we won", "we won"),
    ("we<00:12.34> won", "we won"), ("(speaking foreign language) we won", "we won"),
    ("wasn&#39;t &quot;it&quot; AT&amp;T &amp;#39;s", "wasn't \"it\" AT&T 's"),
    // The other side: brackets and asterisks around speech.
    ("we did (and this is important) a lot", "we did (and this is important) a lot"), ("当时（其实是冬天）很累", "当时（其实是冬天）很累"),
    ("a *really* good result", "a *really* good result"), ("I think [I mean] we won", "I think [I mean] we won"),
    ("our app（音乐平台）grew", "our app（音乐平台）grew"), ("items[0] and List<String> and a < b > c", "items[0] and List<String> and a < b > c"),
    ("the music (we played it) stopped", "the music (we played it) stopped"),
  ]) func `notes on sounds are left out and brackets with speech are not`(text: String, expected: String) throws {
    #expect(try kept(text) == expected)
  }

  @Test(arguments: [
    ("We saved money.\\NThen we grew.", "We saved money. Then we grew."), ("It stands in C:\\New.", "It stands in C:\\New."),
    ("We won &#91;laughs&#93; the deal.", "We won the deal."), ("&lt;i&gt;We&lt;/i&gt; won &amp; grew.", "We won & grew."),
  ]) func `subtitles' line breaks and escaped marks are no words`(text: String, expected: String) throws {
    #expect(try kept(text) == expected)
  }

  @Test(arguments: [
    "Transcribed by https://otter.ai", "[Transcribed by TurboScribe.ai. Go Unlimited to remove this message.]",
    "Subtitles by the Amara.org community", "字幕由 Amara.org 社区提供", "Captions: www.example.com",
  ]) func `who wrote a transcript is not said in it, before or behind`(credit: String) throws {
    #expect(try kept("We saved money.\n\n\(credit)\n") == "We saved money.")
    #expect(try kept("\(credit)\nWe saved money.\n") == "We saved money.")
    let captions = "1\n00:00:00,000 --> 00:00:03,000\nWe saved money.\n\n2\n00:00:03,000 --> 00:00:04,000\n\(credit)\n"
    #expect(try plain(captions).text == "We saved money.")
    let meeting = "Jane Doe  0:00\nWe lost money.\n\nJane Doe  0:06\nWe saved money.\n\n\(credit)\n"
    #expect(try plain(meeting).text == "We lost money.\nWe saved money.")
  }

  @Test(arguments: ["We wrote the captions by hand.", "We sell on example.com.", "I transcribed it. etc.", "字幕由我们团队提供"])
  func `speech about captions or addresses is kept`(text: String) throws {
    #expect(try kept("We saved money.\n\(text)\n") == "We saved money.\n\(text)")
  }

  @Test func `a note says how much was left out, and not what`() throws {
    let notes = try plain("[laughter] we won 😡 (cough) today").notes
    #expect(notes == ["emoji were dropped", "2 notes on sounds were left out"])
  }

  @Test func `a line of a note alone holds no words, in lines and in words`() throws {
    let json =
      #"{"segments":[{"start":0,"end":1,"text":" [background music]","words":[{"word":" [background","start":0,"end":0.5},{"word":" music]","start":0.5,"end":1}]},{"start":2,"end":3,"text":" we won","words":[{"word":" we","start":2,"end":2.4},{"word":" won","start":2.4,"end":3}]}]}"#
    #expect(try plain(json).segments.map(\.text) == ["we won"])
    #expect(code("[music] (laughs) ♪♪") == "transcript.no-words")
  }
}
