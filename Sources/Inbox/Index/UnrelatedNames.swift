import Interview

/// Files that lie beside recordings and belong to none: by their ending, by their name, or by their first bytes.
enum UnrelatedNames {
  /// Checksums, signatures, letters, pictures, archives, pages, programs: by their usual endings.
  private static let endings: Set<String> = Set(
    """
    md5 md5sum sha1 sha224 sha256 sha384 sha512 sha1sum sha256sum sha512sum sfv crc crc32 b2 b3 blake3 par2 asc sig gpg pgp p7s
    pdf doc docx dot dotx xls xlsx ppt pptx pps ppsx odt ods odp rtf pages numbers key epub wps et dps ofd
    jpg jpeg png gif bmp tif tiff webp heic heif avif svg ico psd
    zip rar 7z tar gz tgz bz2 xz zst lz lzma iso dmg torrent nzb
    html htm mht mhtml url webloc desktop lnk css js
    exe msi dll so apk app jar sh bat cmd ps1 py
    log ini cfg conf toml plist db sqlite sqlite3 nfo cue m3u m3u8 pls xspf edl prproj aup aup3 sesx pkf peak reapeaks asd als
    bak old orig save
    """.split(whereSeparator: \.isWhitespace).map(String.init))

  /// Texts about a delivery and not of one.
  private static let stems: Set<String> = [
    "readme", "read me", "license", "licence", "copying", "changelog", "notice", "checksums", "checksum", "md5sums", "sha1sums",
    "sha256sums",
    "sha512sums", "说明", "请先阅读", "readme first",
  ]

  static func contains(stem: ArraySlice<UInt8>, ending: String) -> Bool {
    if endings.contains(ending) { return true }
    return stems.contains(String(decoding: stem, as: UTF8.self).lowercased())
  }

  /// The first bytes of files that are neither sound nor text: documents, pictures, archives, programs, databases.
  private static let beginnings: [[UInt8]] = [
    Array("%PDF".utf8), [0x50, 0x4B, 0x03, 0x04], [0x50, 0x4B, 0x05, 0x06], [0x89, 0x50, 0x4E, 0x47], [0xFF, 0xD8, 0xFF],
    Array("GIF8".utf8),
    [0x7F, 0x45, 0x4C, 0x46], Array("MZ".utf8), Array("Rar!".utf8), [0x37, 0x7A, 0xBC, 0xAF], [0x1F, 0x8B], Array("BZh".utf8),
    [0xFD, 0x37, 0x7A, 0x58], [0x28, 0xB5, 0x2F, 0xFD], [0xD0, 0xCF, 0x11, 0xE0], Array("SQLite format 3".utf8),
  ]

  /// Whether a file whose ending says nothing is none of ours by what it begins with: a picture, an archive, or a list of
  /// checksums as `md5sum` and its kin write it.
  static func begins(_ head: [UInt8]) -> Bool {
    if beginnings.contains(where: { head.starts(with: $0) }) { return true }
    let lines = head.split(separator: 0x0A)
    return !lines.isEmpty
      && lines.allSatisfy { line in
        let digits = line.prefix { (48...57).contains($0) || (65...70).contains($0) || (97...102).contains($0) }.count
        // The last line may go on beyond the head.
        return [32, 40, 56, 64, 96, 128].contains(digits)
          && (digits == line.count || [0x20, 0x09].contains(line[line.startIndex + digits]))
          || line.elementsEqual(lines[lines.count - 1]) && lines.count > 1
      }
  }
}

/// Tells text from sound by the first bytes, for files whose ending says nothing.
enum TextSniffer {
  /// Text has no NUL and no control characters but white space and escapes in its first 512 bytes, or begins with a byte
  /// order mark of UTF-16 or UTF-8. An empty file is not text.
  static func isText(_ file: borrowing Descriptor) throws(SystemError) -> Bool { isText(try file.read(limit: 512)) }

  static func isText(_ beginning: [UInt8]) -> Bool {
    let head = beginning.prefix(512)
    if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) || head.starts(with: [0xEF, 0xBB, 0xBF]) { return true }
    guard !head.isEmpty, head.allSatisfy({ $0 >= 0x20 ? $0 != 0x7F : [0x09, 0x0A, 0x0C, 0x0D, 0x1B].contains($0) }) else { return false }
    // Up to three bytes at the end may be the start of a character that goes on beyond the head.
    return (0...min(3, head.count - 1)).contains { String(validating: head.dropLast($0), as: UTF8.self) != nil }
  }
}
