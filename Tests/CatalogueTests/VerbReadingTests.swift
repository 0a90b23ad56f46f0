import ArgumentParser
import Testing

@testable import intone

/// A verb is read alone where that is enough, with the same outcome as among all others.
@Suite struct `The verb of a command line` {
  @Test(arguments: [
    ["analyze", "a.wav", "b.wav", "--format", "json", "--pause-threshold", "0.3s"], ["analyze", "-", "--lang", "zh", "--contours"],
    ["analyze", "--", "--help"], ["analyze", "help"], ["show", "s-1", "--json"], ["status"], ["version"], ["events", "--after", "7"],
    ["audit", "verify"], ["model", "list"],
  ])
  func `has the values that it has among all others`(arguments: [String]) throws {
    let (alone, whole) = (try Intone.read(arguments), try Intone.parseAsRoot(arguments))
    #expect(type(of: alone) == type(of: whole))
    #expect(String(reflecting: alone) == String(reflecting: whole))
  }

  @Test(arguments: [
    ["analyze"], ["analyze", "a.wav", "--nonsense"], ["analyze", "a.wav", "--pause-threshold", "3s"], ["show", "a", "b", "c"], ["analyse"],
    [],
    ["analyze", "--version"], ["analyze", "a.wav", "--generate-completion-script", "bash"], ["status", "--generate-completion-script"],
  ])
  func `is refused in the words of the whole, and what is the whole program's is its own`(arguments: [String]) {
    func words(_ read: () throws -> any ParsableCommand) -> String {
      do { return String(reflecting: try read()) } catch {
        return Intone.fullMessage(for: error) + "\(Intone.exitCode(for: error).rawValue)"
      }
    }
    let whole = words { try Intone.parseAsRoot(arguments) }
    #expect(!whole.isEmpty && words { try Intone.read(arguments) } == whole)
  }

  @Test(arguments: [["analyze", "--help"], ["status", "-h"], ["help", "analyze"]])
  func `gives help as the whole does`(arguments: [String]) throws {
    let (alone, whole) = (try Intone.read(arguments), try Intone.parseAsRoot(arguments))
    #expect(String(describing: type(of: alone)) == "HelpCommand" && type(of: alone) == type(of: whole))
  }
}
