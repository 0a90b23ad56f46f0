import Foundation
import Interview
import RoleModels
import Testing

@testable import Desk

@Suite struct `Forms with a file` {
  private static let type = "multipart/form-data; boundary=----x7"

  private static func form(_ parts: [(head: String, content: [UInt8])], end: String = "------x7--\r\n") -> [UInt8] {
    parts.flatMap { Array("------x7\r\nContent-Disposition: form-data; \($0.head)\r\n\r\n".utf8) + $0.content + [0x0D, 0x0A] }
      + Array(end.utf8)
  }

  @Test func `fields are text and a file is its bytes, whatever stands in them`() throws {
    let content: [UInt8] = [0xFF, 0x00] + Array("\r\n--x7\r\n------x".utf8) + [0x0D, 0x0A, 0x0D, 0x0A]
    let form = try MultipartForm(
      Self.form([
        ("name=\"form\"", Array("abc".utf8)), ("name=\"file\"; filename=\"a;b.csv\"\r\nContent-Type: text/csv", content),
        ("name=\"threshold\"", Array("1\r\n2".utf8)), ("name=\"empty\"", []),
      ]), type: Self.type)
    #expect(form.fields == ["form": "abc", "threshold": "1\n2", "empty": ""])
    #expect(form.files == ["file": content])
  }

  @Test(arguments: [
    ("text/plain", ""), ("multipart/form-data", "------x7--\r\n"), (type, ""), (type, "------x7"), (type, "------x7\r\n"),
    (type, "------x7\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nno end"), (type, "before\r\n------x7--\r\n"),
  ]) func `what no browser sends is refused`(type: String, body: String) {
    #expect(throws: Fault.self) { try MultipartForm(Array(body.utf8), type: type) }
  }

  @Test func `more parts than a form of the desk has are refused`() {
    let parts = (0..<40).map { ("name=\"f\($0)\"", [UInt8]()) }
    #expect(throws: Fault.self) { try MultipartForm(Self.form(parts), type: Self.type) }
  }
}

@Suite struct `Drawings` {
  @Test func `a curve's dots stand at their values and points, level beyond the ends`() throws {
    let figure = CurveFigure(measure: .pauseRatio, points: [(0.1, 0), (0.2, 100), (0.4, 100), (0.5, 50)])
    let svg = figure.svg(title: "a & b")
    // The axis goes from 0.052 to 0.548: a margin of 12 % of 0.4 to both sides, over 280 units from 30 on.
    let positions = svg.matches(of: #/<circle cx="([0-9.]+)" cy="([0-9.]+)"/#).map { [Double($0.1) ?? 0, Double($0.2) ?? 0] }
    #expect(positions == [[57.1, 96], [113.5, 8], [226.5, 8], [282.9, 52]])
    #expect(svg.contains("<polyline points=\"30,96 ") && svg.contains(" 310,52\"/>"))
    #expect(svg.contains("class=\"band\" x=\"113.5\" y=\"8\" width=\"112.9\""))
    #expect(svg.contains("aria-label=\"a &amp; b\"") && svg.contains(">10 %</text>"))
  }

  @Test func `nothing is lost to the end of the axis where the curve stays at its height`() {
    let svg = CurveFigure(measure: .pauseLongest, points: [(2, 100), (6, 0)]).svg(title: "")
    #expect(svg.contains("class=\"band\" x=\"30\""))
  }

  @Test func `the highest bar is as high as the drawing, and nothing is drawn of nothing`() {
    let svg = HistogramFigure(bars: [0, 5, 10], labels: ["0", "", "3"], mark: 0.5).svg(title: "t")
    // Of 52 units: a half and all.
    #expect(svg.matches(of: #/height="([0-9.]+)"/#).map { Double($0.1) } == [26, 52])
    #expect(svg.contains("<line class=\"mark\" x1=\"102\" x2=\"102\""))
    #expect(HistogramFigure(bars: [0, 0], labels: []).svg(title: "t").isEmpty)
  }
}

@Suite struct `Words of the pages` {
  @Test func `no name stands for two texts, and each has both languages`() {
    #expect(DeskText.all.count == DeskText.common.count + DeskText.roles.count + DeskText.running.count)
    #expect(DeskText.all.values.allSatisfy { !$0.zh.isEmpty && !$0.en.isEmpty && $0.zh != $0.en })
  }
}
