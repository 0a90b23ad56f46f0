import Interview
import Testing

struct NameTests {
  @Test func `a name is printed reversibly whatever its bytes`() {
    #expect(OpaqueName("张三 q1").text == "张三 q1")
    #expect(OpaqueName(bytes: [0x61, 0xFF, 0x62]).text == "a%FFb")
    #expect(OpaqueName("100%").text == "100%25")
    #expect(OpaqueName(bytes: [0x0A, 0x7F]).text == "%0A%7F")
    // A sequence cut short: each stray byte is written on its own.
    #expect(OpaqueName(bytes: [0xE5, 0xBC, 0x61]).text == "%E5%BCa")
  }

  @Test func `an answer's id has the form of a flat recording name`() {
    let session = OpaqueName("s1")
    #expect(AnswerKey(session: session, question: OpaqueName("q2")).id == "s1__q2")
    #expect(AnswerKey(session: session, question: OpaqueName("q2"), attempt: 3).id == "s1__q2.3")
  }
}

struct PointsTests {
  @Test func `points in hundredths add up exactly`() {
    // 0.1 + 0.2 is not 0.3 in binary floating point; in hundredths it is.
    #expect(Points(hundredths: 10) + Points(hundredths: 20) == Points(hundredths: 30))
    #expect(Points.full.value == 100)
  }
}

struct JSONTests {
  @Test func `members keep their order and absent values are null`() {
    let json = JSON.object(["b": .optional(nil as String?), "a": .integer(1), "c": .rounded(nil, 3)])
    #expect(json.text == #"{"b":null,"a":1,"c":null}"#)
  }

  @Test func `numbers are rounded half away from zero and written in the shortest form`() {
    #expect(JSON.rounded(0.12345, 4).text == "0.1235")
    #expect(JSON.rounded(-2.5, 0).text == "-3")
    #expect(JSON.rounded(-0.0001, 3).text == "0")
    #expect(JSON.rounded(240, 3).text == "240")
    #expect(JSON.rounded(.nan, 3).text == "null")
    #expect(JSON.rounded(.infinity, 3).text == "null")
    #expect(JSON.rounded(1e300, 3).text == "1e+300")
  }

  @Test func `strings escape what JSON demands and keep Chinese as it is`() {
    #expect(JSON.string("需求\"\\\n\u{1}\u{7F}").text == #""需求\"\\\n\u0001\u007f""#)
  }
}

struct MeasureTests {
  @Test func `what depends on the device is never scorable`() {
    for measure in [Measure.level, .hnr, .jitter, .shimmer, .cpps, .snr, .clippedRatio, .bandwidth, .f0Median] {
      #expect(!measure.isScorable)
    }
    #expect(Measure.f0SD.isScorable)
  }

  @Test func `keys and units agree`() {
    for measure in Measure.allCases where measure.rawValue.hasSuffix("_s") && !measure.rawValue.hasSuffix("_syl_s") {
      #expect(measure.unit == "s", "\(measure.rawValue)")
    }
    for measure in Measure.allCases where measure.rawValue.hasSuffix("_db") { #expect(measure.unit == "dB") }
  }
}
