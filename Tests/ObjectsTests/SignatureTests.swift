import Interview
import Testing
import Vault

@testable import Objects

@Suite struct `The signature of requests` {
  private typealias Credentials = SignatureV4.Credentials

  private static let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

  /// The four examples of AWS, "Authenticating Requests: Using the Authorization Header (AWS Signature Version 4)", Amazon S3 API Reference:
  /// GET Object, PUT Object, GET Bucket Lifecycle, Get Bucket (List Objects).
  @Test(
    arguments: [
      (
        "GET", "/test.txt", [], [("range", "bytes=0-9")], empty,
        "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
      ),
      (
        "PUT", PercentText.path("/test$file.text"), [],
        [("Date", "Fri, 24 May 2013 00:00:00 GMT"), ("x-amz-storage-class", "REDUCED_REDUNDANCY")],
        "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072",
        "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, SignedHeaders=date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class, Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"
      ),
      (
        "GET", "/", [("lifecycle", "")], [], empty,
        "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"
      ),
      (
        "GET", "/", [("prefix", "J"), ("max-keys", "2")], [], empty,
        "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"
      ),
    ] as [(String, String, [(String, String)], [(String, String)], String, String)])
  func `is that of Amazon's examples`(
    _ method: String, _ path: String, _ query: [(String, String)], _ headers: [(String, String)], _ payload: String, _ expected: String
  ) {
    let signature = SignatureV4(
      credentials: Credentials(key: "AKIAIOSFODNN7EXAMPLE", secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"), region: "us-east-1",
      service: "s3", time: "20130524T000000Z")
    let all = headers + [("host", "examplebucket.s3.amazonaws.com"), ("x-amz-date", "20130524T000000Z"), ("x-amz-content-sha256", payload)]
    #expect(signature.authorization(method: method, path: path, query: query, headers: all, payload: payload) == expected)
  }

  /// `get-vanilla` and `get-vanilla-query-order-key-case` of AWS's Signature Version 4 Test Suite.
  @Test(
    arguments: [
      ([], "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
      ([("Param2", "value2"), ("Param1", "value1")], "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"),
    ] as [([(String, String)], String)])
  func `is that of Amazon's test suite`(_ query: [(String, String)], _ expected: String) {
    let signature = SignatureV4(
      credentials: Credentials(key: "AKIDEXAMPLE", secret: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"), region: "us-east-1",
      service: "service", time: "20150830T123600Z")
    let text = signature.authorization(
      method: "GET", path: "/", query: query, headers: [("Host", "example.amazonaws.com"), ("X-Amz-Date", "20150830T123600Z")],
      payload: Self.empty)
    #expect(text.hasSuffix("SignedHeaders=host;x-amz-date, Signature=" + expected), "\(text)")
  }

  @Test func `keys are read as Amazon's tools write them`() {
    let own = Credentials(key: "A", secret: "s/+=", token: nil)
    #expect(Credentials(file: "aws_access_key_id=A\naws_secret_access_key = s/+=\n") == own)
    #expect(
      Credentials(
        file:
          "# ours\n[other]\naws_access_key_id = B\n[default]\n\taws_access_key_id = A\r\naws_secret_access_key=s/+=\n[more]\naws_secret_access_key=x"
      )
        == own)
    #expect(Credentials(file: "[default]\naws_access_key_id = A\naws_secret_access_key = s\naws_session_token = t")?.token == "t")
    for text in ["", "[default]\naws_access_key_id = A", "[prod]\naws_access_key_id = A\naws_secret_access_key = s"] {
      #expect(Credentials(file: text) == nil)
    }
  }

  @Test func `a list of versions is read with what was deleted before`() throws {
    let list = try ObjectVersions(
      """
      <?xml version="1.0"?><ListVersionsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>b</Name><Prefix>p/</Prefix>
      <Version><Key>p/a</Key><VersionId>null</VersionId><IsLatest>true</IsLatest></Version>
      <Version><Key>p/b</Key><VersionId>v1</VersionId><Owner><ID>x</ID></Owner></Version>
      <DeleteMarker><Key>p/b</Key><VersionId>v2</VersionId></DeleteMarker></ListVersionsResult>
      """)
    #expect(list.versions.map(\.text) == ["p/a (null)", "p/b (v1)", "p/b (v2)"])
    #expect(try ObjectVersions("<ListVersionsResult></ListVersionsResult>").versions == [])
    // A store without versions answers the question for them with its objects.
    #expect(throws: Fault(.objectsDenied, "no list of versions")) {
      try ObjectVersions("<ListBucketResult><Contents><Key>p/a</Key></Contents></ListBucketResult>")
    }
    #expect(XMLText("<Error><Code>AccessDenied</Code></Error>")["Code"] == "AccessDenied")
  }
}
