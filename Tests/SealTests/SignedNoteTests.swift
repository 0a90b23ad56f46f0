import Foundation
import Interview
import Seal
import Testing

struct SignedNoteTests {
  private let signer: NoteSigner

  init() throws { signer = try NoteSigner(name: "intone.example/main", seed: [UInt8](1...32)) }

  private func code(_ body: () throws -> Void) -> String {
    do { try body() } catch let fault as Fault { return fault.code.code } catch { return "\(error)" }
    return "no fault"
  }

  @Test func `a note is read and verified by the key as it is printed`() throws {
    let note = try signer.sign("intone.example/main\n12\nAAAA\n")
    #expect(note.hasPrefix("intone.example/main\n12\nAAAA\n\n— intone.example/main "))
    let key = try NoteKey(signer.key.description + "\n")
    #expect(key == signer.key)
    let read = try SignedNote(note)
    #expect(read.text == "intone.example/main\n12\nAAAA\n")
    try read.verify(by: key)
    #expect(try signer.sign(read.text) == note, "the same text has the same signature")
  }

  @Test func `the example of the specification is verified, and not with another text`() throws {
    // https://pkg.go.dev/golang.org/x/mod/sumdb/note, the example that C2SP's description goes back to.
    let key = try NoteKey("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    let text = """
      If you think cryptography is the answer to your problem,
      then you don't know what your problem is.

      """
    let signed = text + "\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
    try SignedNote(signed).verify(by: key)
    #expect(code { try SignedNote(signed.replacing("answer", with: "anchor")).verify(by: key) } == "note.invalid")
    #expect(code { try SignedNote(signed).verify(by: signer.key) } == "note.foreign")
  }

  @Test(arguments: ["", "text\n", "text\n\n", "text\n\n— a\n", "text\n\n- a AAAAAAAA\n", "text\n\n— a !!!\n"])
  func `what is no signed note is refused`(note: String) {
    #expect(code { _ = try SignedNote(note) } == "note.invalid")
  }

  @Test(arguments: ["", "a+b", "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "a+00000000+AAAA"])
  func `what is no key is refused`(key: String) { #expect(code { _ = try NoteKey(key) } == "note.key-invalid") }

  @Test func `a name with blanks signs nothing, and neither does a text with an empty line`() throws {
    #expect(code { _ = try NoteSigner(name: "a b", seed: [UInt8](1...32)) } == "note.key-invalid")
    #expect(code { _ = try signer.sign("a\n\nb\n") } == "note.invalid")
  }
}
