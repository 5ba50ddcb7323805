import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A client of the window for Java 17 or later, with nothing but the JDK.
 *
 * <p>java H2h.java URL TOKEN KEY CHAIN MESSAGE.json signs a message (JSON form), sends it, checks the seal and prints the answer. KEY is
 * PKCS#8 in PEM, P-256; CHAIN is the answer of POST /v1/certificates, as it came. Exit code 0: done; 1: the window said no; 2: the seal
 * does not hold.
 */
public final class H2h {
  private static final Base64.Encoder URL64 = Base64.getUrlEncoder().withoutPadding();

  public static void main(String[] args) throws Exception {
    String url = args[0], token = args[1];
    List<String> chain = x5c(Files.readString(Path.of(args[3])));
    String signed = sign(Files.readString(Path.of(args[4])), key(Files.readString(Path.of(args[2]))), chain.subList(0, 2));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/h2h/v1/messages"))
            .header("authorization", "Bearer " + token)
            .header("content-type", "application/jose")
            .POST(HttpRequest.BodyPublishers.ofString(signed))
            .build();
    HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    String said = open(answer.body(), chain.get(chain.size() - 1));
    if (said == null) {
      System.out.println(answer.body());
      System.exit(2);
    }
    System.out.println(said);
    System.exit(answer.statusCode() < 300 ? 0 : 1);
  }

  static String sign(String json, PrivateKey key, List<String> chain) throws Exception {
    String header = "{\"alg\":\"ES256\",\"typ\":\"vuce-h2h+jws\",\"x5c\":[\"" + String.join("\",\"", chain) + "\"]}";
    String said = encode(header) + "." + encode(json.trim());
    Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
    signature.initSign(key);
    signature.update(said.getBytes(StandardCharsets.US_ASCII));
    return said + "." + URL64.encodeToString(signature.sign());
  }

  /** What the window said, once its seal was checked up to the root certificate (base64 DER); null when it does not hold. */
  static String open(String text, String root) throws Exception {
    String[] parts = text.trim().split("\\.");
    if (parts.length != 3) return null;
    List<X509Certificate> chain = new ArrayList<>();
    for (String der : x5c(new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8))) chain.add(certificate(der));
    chain.add(certificate(root));
    try {
      for (int i = 0; i + 1 < chain.size(); i++) {
        chain.get(i).checkValidity();
        chain.get(i).verify(chain.get(i + 1).getPublicKey());
      }
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initVerify(chain.get(0).getPublicKey());
      signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
      if (!signature.verify(Base64.getUrlDecoder().decode(parts[2]))) return null;
    } catch (java.security.GeneralSecurityException broken) {
      return null;
    }
    return new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
  }

  private static String encode(String text) {
    return URL64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static PrivateKey key(String pem) throws Exception {
    byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[^-]+-----", ""));
    return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
  }

  private static X509Certificate certificate(String der) throws Exception {
    byte[] bytes = Base64.getDecoder().decode(der);
    return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(bytes));
  }

  /** The certificates of a list named x5c: base64 needs no JSON reader. */
  private static List<String> x5c(String json) {
    Matcher list = Pattern.compile("\"x5c\"\\s*:\\s*\\[([^\\]]*)\\]").matcher(json);
    List<String> found = new ArrayList<>();
    if (list.find()) {
      Matcher one = Pattern.compile("\"([A-Za-z0-9+/=]+)\"").matcher(list.group(1));
      while (one.find()) found.add(one.group(1));
    }
    return found;
  }
}
