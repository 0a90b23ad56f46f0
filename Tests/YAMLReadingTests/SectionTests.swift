import Interview
import Testing
import YAMLReading

private func document(_ text: String) throws(Fault) -> Document { try Document(Array(text.utf8), name: "t.yaml") }

private let code = FaultCode("test.invalid", cause: Bilingual(zh: "", en: ""), action: Bilingual(zh: "", en: ""))

@Suite struct `Reading a document` {
  enum Fruit: String, CaseIterable { case apple, pear }

  @Test func `a byte order mark in front says nothing, and lines and columns are as without it`() throws {
    let marked = try document("\u{FEFF}number: 2\nodd: 1\n")
    #expect(marked.root.number("number", in: 0...3) == 2)
    let root = marked.root
    _ = root.number("number", in: 0...3)
    root.done()
    #expect(marked.inOrder.map { "\($0.line):\($0.column)" } == ["2:1"])
    let first = try document("\u{FEFF}odd: 1\n")
    first.root.done()
    #expect(first.inOrder.map { "\($0.line):\($0.column)" } == ["1:1"])
  }

  @Test func `values of every kind are read`() throws {
    let document = try document(
      """
      text: 请描述
      number: 2.5
      whole: 7
      flag: yes
      time: 2m
      short: 500ms
      fruit: pear
      both: {zh: 中, en: E}
      list: [a, b]
      one: a
      """)
    let root = document.root
    #expect(root.string("text") == "请描述")
    #expect(root.number("number", in: 0...3) == 2.5)
    #expect(root.integer("whole", in: 0...10) == 7)
    #expect(root.flag("flag") == true)
    #expect(root.duration("time", in: 0...600) == 120)
    #expect(root.duration("short", in: 0...600) == 0.5)
    #expect(root.choice("fruit", Fruit.self) == .pear)
    #expect(root.bilingual("both") == Bilingual(zh: "中", en: "E"))
    #expect(root.strings("list") == ["a", "b"])
    #expect(root.strings("one") == ["a"])
    root.done()
    #expect(document.mistakes.isEmpty)
  }

  @Test func `every mistake is told with its line and column, in the order of the text`() throws {
    let document = try document("weight: 101\nkind: plum\nnumbr: 1\nitems:\n  - id: a\n    time: soon\n")
    let root = document.root
    _ = root.number("number", in: 0...1)
    _ = root.number("weight", in: 0...100)
    _ = root.choice("kind", Fruit.self)
    for item in root.sections("items") {
      _ = item.string("id")
      _ = item.duration("time", in: 0...60)
      item.done()
    }
    root.done()
    let fault = #expect(throws: Fault.self) { try document.finish(as: code) }
    let lines = (fault?.detail ?? "").split(separator: "\n").map(String.init)
    #expect(lines.count == 4)
    #expect(lines.first == "t.yaml:1:9 weight: 101 is not a number in 0…100")
    #expect(lines.dropFirst().first == "t.yaml:2:7 kind: plum is not valid; valid are apple, pear")
    #expect(lines.dropFirst(2).first == "t.yaml:3:1 numbr: unknown key numbr; did you mean number?")
    #expect(lines.last?.hasPrefix("t.yaml:6:11 items[0].time: soon is not a duration") == true)
  }

  @Test func `a value of the wrong kind is a mistake and not a crash`() throws {
    let document = try document("a: [1]\nb: {x: 1}\nc: text\nd: 1\n")
    let root = document.root
    #expect(root.string("a") == nil)
    #expect(root.strings("b") == nil)
    #expect(root.section("c") == nil)
    #expect(root.sections("d").isEmpty)
    #expect(document.mistakes.count == 4)
  }

  @Test func `an empty document is an empty section, and a list at the top is a mistake`() throws {
    #expect(try document("").root.keys.isEmpty)
    #expect(try document("# nothing\n").root.keys.isEmpty)
    let list = try document("- a\n")
    _ = list.root
    #expect(list.mistakes.count == 1)
  }

  @Test func `a key left open counts as missing`() throws {
    let document = try document("a:\nb: ~\n")
    #expect(document.root.string("a") == nil)
    #expect(document.root.number("b", in: 0...1) == nil)
    #expect(document.mistakes.isEmpty)
  }
}

@Suite struct `A hostile document` {
  private func code(of text: String) -> String? {
    do throws(Fault) {
      _ = try document(text)
      return nil
    } catch {
      return error.code.code
    }
  }

  @Test func `a key that stands twice is refused with its place`() {
    let fault = #expect(throws: Fault.self) { try document("a: 1\nb: 2\na: 3\n") }
    #expect(fault?.code == .documentDuplicateKey)
    #expect(fault?.detail.hasPrefix("t.yaml:") == true)
  }

  @Test func `bytes that are not UTF-8 are refused`() {
    let fault = #expect(throws: Fault.self) { try Document([0x61, 0x3A, 0x20, 0xFF], name: "t.yaml") }
    #expect(fault?.code == .documentEncoding)
  }

  @Test func `a text beyond one mebibyte is refused`() {
    #expect(code(of: String(repeating: "#", count: (1 << 20) + 1)) == "document.too-large")
  }

  @Test func `broken YAML is refused with line and column`() {
    let fault = #expect(throws: Fault.self) { try document("a: [1, 2\nb: 3\n") }
    #expect(fault?.code == .documentUnparseable)
    #expect(fault?.detail.hasPrefix("t.yaml:2:") == true)
  }

  @Test func `nesting beyond 64 levels is refused before it is composed`() {
    #expect(code(of: "a: " + String(repeating: "[", count: 65)) == "document.too-deep")
    #expect(code(of: String(repeating: "- ", count: 200) + "a") == "document.too-deep")
    #expect(code(of: "a: " + String(repeating: "[", count: 64) + String(repeating: "]", count: 64)) == nil)
  }

  @Test func `a billion laughs are refused before they are composed`() {
    var text = "a: &a [lol, lol]\n"
    for (name, of) in zip("bcdefghi", "abcdefgh") { text += "\(name): &\(name) [*\(of), *\(of), *\(of), *\(of)]\n" }
    #expect(code(of: text) == "document.aliases")
  }

  @Test func `a few aliases are read`() throws {
    let document = try document("a: &terms [x, y]\nb: *terms\n")
    #expect(document.root.strings("b") == ["x", "y"])
  }
}
