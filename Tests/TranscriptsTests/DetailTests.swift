import Interview
import Testing

@testable import Transcripts

/// What of an answer can be asked about, and for how much it counts.
@Suite struct `Details` {
  private func details(_ text: String) throws -> Double { try findings(text).details }

  @Test(arguments: [
    ("前后等了两个小时", ["两个小时"]), ("大概要十分钟", ["十分钟"]), ("来了两个师傅", []), ("请您等一下", []), ("学了一个月", ["一个月"]),
  ]) func `hold lengths of time, though their numeral counts nothing by itself`(text: String, figures: [String]) throws {
    #expect(try findings(text).specificity.map(\.text) == figures)
  }

  @Test(arguments: [("I made it myself.", 0.5), ("I was there.", 0), ("I had it.", 0), ("So I told them.", 0.5), ("I make it.", 0)])
  func `count the commonest verbs for a deed where they are told as past`(text: String, details: Double) throws {
    #expect(try findings(text).details == details)
  }

  @Test func `are one for a figure and a half for an action in the past, a quarter for a habit`() throws {
    #expect(try details("我拧了螺丝。") == 0.5)
    #expect(try details("我拧螺丝。") == 0.25)
    #expect(try details("I polished the bearing.") == 0.5)
    #expect(try details("I polish bearings.") == 0.25)
    // One figure in all stands in one third of the text, and counts.
    #expect(try details("我拧了四十颗螺丝。") == 1.5)
  }

  @Test func `hold the time of quarters, as of years and weeks`() throws {
    #expect(try findings("上个季度我拧了螺丝。").concrete.map(\.term) == ["time", "action"])
    #expect(try findings("I polished bearings last quarter.").concrete.map(\.text) == ["I polished", "last quarter"])
  }

  @Test func `are none where nobody acts`() throws {
    #expect(try details("The plant opened in 1961 with forty presses, closed in 1973 and burned after twelve days.") == 0)
  }

  @Test func `are not what somebody thinks`() throws {
    #expect(try details("我觉得螺丝重要。") == 0)
    #expect(try details("I believe bearings matter.") == 0)
  }

  @Test func `hold shares and names only as far as there are figures, spread over the answer`() throws {
    let claims = "我拧了螺丝，产量提升了百分之三十，废品降低了百分之二十，退货减少了百分之四十。"
    #expect(try details(claims) == 0.5)
    let reported = "周一我拧了螺丝，产量提升了百分之三十。周三小魏来了，废品降低了百分之二十。"
    // Monday, Wednesday, one action; of two shares and a name as many as twice the figures outside the fullest third.
    #expect(try details(reported) == 4.5)
  }

  @Test func `are a name where people are called by their surname, once`() throws {
    let names = try findings("小魏和罗主任来了，小魏带着图纸，小方案先放着。").concrete.filter { $0.term == "name" }.map(\.text)
    #expect(names == ["小魏", "罗主任"])
  }

  @Test func `of an introduction are one, and of a story all of them`() throws {
    let introduction = """
      I am twenty-nine years old and I came to Bristol in 2014 with three suitcases. I always listen to whoever sits across. I smile and nod at \
      strangers. Honest words travel further than clever ones. Whoever hurries forgets the person behind the desk. Patience opens locked doors, \
      and warm voices keep them open.
      """
    // Three figures in the first third are one, the name is none; two habits.
    #expect(try details(introduction) == 1.5)
    let story = "Last June I sold vans to a baker called Priya. On Monday I delivered fourteen. By Friday he had paid for eleven."
    // June, Monday, fourteen, Friday, eleven; Priya; one action that no figure has taken.
    #expect(try details(story) == 6.5)
  }

  @Test func `do not change with what is listed or said again`() throws {
    let text = "周一我拧了四十颗螺丝。周三老吕拆了两个小时。五月我们装了九台压机。"
    let once = try details(text)
    #expect(once >= 5)
    #expect(try details(text + text) == once)
    #expect(try details("压机、螺丝、扳手、钳子、锤子、锯子。" + text) == once)
  }
}

/// Lists and frames of whatever words.
@Suite struct `What adds nothing` {
  private func restated(_ text: String) throws -> [String] { try findings(text).substance.restated.map { "\($0.kind): \($0.hit.text)" } }

  @Test func `is a list from five items on, whoever's words they are`() throws {
    #expect(try restated("我们装了锤子、钳子、锯子、扳手、螺丝刀和钉子。") == ["list: 钳子锯子扳手螺丝刀和钉子"])
    #expect(try restated("我们去了天水、定西、武威三个地方。") == [])
    #expect(try restated("We used Kafka, Redis, Istio, Flink, Nginx and Helm.") == ["list: Redis Istio Flink Nginx and Helm"])
  }

  @Test func `is a frame with the speaker's own words from the third filling on`() throws {
    #expect(try restated("I used Kafka. I used Redis.") == [])
    #expect(try restated("I used Kafka. I used Redis. I used Flink.") == ["frame: I used Redis", "frame: I used Flink"])
  }
}
