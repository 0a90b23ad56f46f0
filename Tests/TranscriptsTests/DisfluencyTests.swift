import Interview
import Testing

@testable import Transcripts

@Suite struct `Fillers, repetitions and repairs` {
  private func slips(_ text: String) throws -> (fillers: [String], repetitions: [String], repairs: [String]) {
    let stream = TokenStream(try plain(text), speech: [], duration: 0, lexicon: .builtin)
    let finder = DisfluencyFinder(stream, .builtin)
    return (finder.fillers.map(\.text), finder.repetitions.map(\.text), finder.repairs.map(\.text))
  }

  @Test(arguments: [
    ("嗯，我觉得，呃，可以。", ["嗯", "呃"]), ("我要那个苹果，就是它。", []), ("我想，那个，再说一次。", ["那个"]), ("那个那个我想说", ["那个", "那个"]),
    ("销售额提高了。", []), ("是啊，很好。", []), ("Um, I was, like, very happy.", ["Um", "like"]), ("I like apples and you know him.", []),
    ("It is, you know, hard. Uh, yes.", ["you know", "Uh"]), ("我想，这个，再说一次。", ["这个"]), ("这个项目很好，就是这个。", []),
    ("You know him, you know.", ["you know"]), ("They like it like that", []),
  ]) func `a word is a filler only where it stands alone`(text: String, expected: [String]) throws {
    #expect(try slips(text).fillers == expected)
  }

  @Test(arguments: [
    ("我我觉得可以", ["我"]), ("我们我们先看数据", ["我们"]), ("看看慢慢常常谢谢", []), ("一个一个来，研究研究再说", []), ("是不是不行", []),
    ("I I think the the plan works", ["I", "the"]),
    ("it was very very good and he had had enough", []), ("we went to we went to the client", ["we went to"]), ("我，嗯，我觉得", ["我"]),
    ("我来了。我来了", []),
    ("天天向上，人人参与，妈妈爸爸", []), ("因为因为客户很急", ["因为"]), ("九九八十一", []),
  ]) func `a repetition is a word or phrase said again, not reduplication`(text: String, expected: [String]) throws {
    #expect(try slips(text).repetitions == expected)
  }

  @Test(arguments: [
    ("我们三个人，不对，四个人做的", ["不对"]), ("这不对称，也不是他", []), ("我是经理，应该说，主管", ["应该说"]), ("on Monday, I mean, Tuesday", ["I mean"]),
    ("I am sorry for that", []), ("we had ten, sorry, twelve users", ["sorry"]), ("No, I did not", []),
  ]) func `a self-repair is announced`(text: String, expected: [String]) throws {
    #expect(try slips(text).repairs == expected)
  }

  @Test func `without any filler the number of fillers is unknown, not zero`() throws {
    let found = try findings("我们完成了这个项目，客户很满意。")
    #expect(found.verbatim == nil)
    #expect(found.fillers.reason == .transcriptNotVerbatim)
    #expect(found.repetitions.reason == .transcriptNotVerbatim)
    let cleaned = try TranscriptReader.read(Array(#"{"segments":[{"start":0,"end":2,"text":"我们我们完成了"}],"language":"zh"}"#.utf8))
    let whisper = TextAnalyzer().analyze(cleaned, segments: [], duration: 2, language: .zh, keywordGroups: [])
    #expect(whisper.verbatim == false)
  }

  @Test func `a filler or a broken-off word proves that the text is verbatim`() throws {
    #expect(try findings("嗯，好的").fillers.value?.count == 1)
    #expect(try findings("I wa- I was there").verbatim == true)
  }

  @Test func `pauses isolate too, where the words have times`() throws {
    func answer(gap: Double) throws -> [String] {
      let words = [("我", 0.0), ("想", 0.2), ("那", 0.4 + gap), ("个", 0.6 + gap), ("说", 0.8 + 2 * gap)]
      let list = words.map { #"{"conf":1,"start":\#($0.1),"end":\#($0.1 + 0.2),"word":"\#($0.0)"}"# }.joined(separator: ",")
      let transcript = try TranscriptReader.read(Array(#"{"result":[\#(list)],"text":"我 想 那 个 说"}"#.utf8))
      let stream = TokenStream(transcript, speech: [], duration: 9, lexicon: .builtin)
      return DisfluencyFinder(stream, .builtin).fillers.map(\.text)
    }
    #expect(try answer(gap: 0.3) == ["那个"])
    #expect(try answer(gap: 0.1) == [])
  }
}
