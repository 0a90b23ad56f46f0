import Testing
import YAMLReading

struct QuantityTests {
  @Test(arguments: [
    ("120s", 120.0), ("2m", 120), ("500ms", 0.5), ("24h", 86_400), ("30d", 2_592_000), ("1.5h", 5400), ("0", 0), ("0d", 0), ("0.25s", 0.25),
  ])
  func `a duration is a number with its unit`(_ text: String, _ seconds: Double) {
    #expect(Quantity.seconds(text) == seconds)
  }

  /// 1 kB is 1000 bytes and 1 KiB is 1024 (IEC 80000-13).
  @Test(arguments: [
    ("500MB", 500_000_000), ("4.5GB", 4_500_000_000), ("6GiB", 6_442_450_944), ("100kB", 100_000), ("1KiB", 1024), ("1b", 1), ("0", 0),
    ("2tib", 2_199_023_255_552),
  ])
  func `a size is a number with its unit, in either case of letters`(_ text: String, _ bytes: Int) {
    #expect(Quantity.bytes(text) == bytes)
  }

  @Test(arguments: ["30", "1.5", "1", "", "s", "-1s", "+1s", "1e3s", "0x10s", "nans", "infs", "1 s", "1S", "1y", "1.s.", "１s"])
  func `a number without a unit, and what is no number, is no duration`(_ text: String) {
    // "1." is the number 1 to a computer; people do not write it.
    #expect(Quantity.seconds(text) == nil)
  }

  @Test func `what lacks nothing but its unit is known`() {
    #expect(Quantity.lacksUnit("30") && Quantity.lacksUnit("1.5"))
    #expect(!Quantity.lacksUnit("30s") && !Quantity.lacksUnit("thirty") && !Quantity.lacksUnit(""))
    #expect(Quantity.bytes("1024") == nil)
    #expect(Quantity.bytes("6G") == nil)
  }
}
