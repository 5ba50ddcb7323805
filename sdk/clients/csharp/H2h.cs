// A client of the window for .NET 8 or later, with nothing but its base library. Not run in our tests: written beside the Java one.
//
//   dotnet run -- URL TOKEN KEY CHAIN MESSAGE.json
//
// KEY is PKCS#8 in PEM, P-256; CHAIN is the answer of POST /v1/certificates, as it came. Exit code 0: done; 1: the window said no; 2: the
// seal does not hold.
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

var (url, token) = (args[0], args[1]);
using var key = ECDsa.Create();
key.ImportFromPem(File.ReadAllText(args[2]));
var chain = X5c(File.ReadAllText(args[3]));

var header = JsonSerializer.Serialize(new Dictionary<string, object> { ["alg"] = "ES256", ["typ"] = "vuce-h2h+jws", ["x5c"] = chain[..2] });
var said = Encode(Encoding.UTF8.GetBytes(header)) + "." + Encode(Encoding.UTF8.GetBytes(File.ReadAllText(args[4]).Trim()));
// .NET signs as r || s, which is what JOSE wants.
var signed = said + "." + Encode(key.SignData(Encoding.ASCII.GetBytes(said), HashAlgorithmName.SHA256));

using var http = new HttpClient();
using var request = new HttpRequestMessage(HttpMethod.Post, url + "/h2h/v1/messages") { Content = new StringContent(signed) };
request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/jose");
var answer = await http.SendAsync(request);
var text = (await answer.Content.ReadAsStringAsync()).Trim();
var opened = Open(text, chain[^1]);
Console.WriteLine(opened ?? text);
return opened is null ? 2 : answer.IsSuccessStatusCode ? 0 : 1;

static string? Open(string text, string root)
{
    var parts = text.Split('.');
    if (parts.Length != 3) return null;
    var x5c = X5c(Encoding.UTF8.GetString(Decode(parts[0])));
    using var own = new X509Certificate2(Convert.FromBase64String(x5c[0]));
    using var trust = new X509Chain { ChainPolicy = { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck } };
    trust.ChainPolicy.CustomTrustStore.Add(new X509Certificate2(Convert.FromBase64String(root)));
    foreach (var der in x5c[1..]) trust.ChainPolicy.ExtraStore.Add(new X509Certificate2(Convert.FromBase64String(der)));
    if (!trust.Build(own)) return null;
    using var seal = own.GetECDsaPublicKey()!;
    return seal.VerifyData(Encoding.ASCII.GetBytes(parts[0] + "." + parts[1]), Decode(parts[2]), HashAlgorithmName.SHA256)
        ? Encoding.UTF8.GetString(Decode(parts[1]))
        : null;
}

static string[] X5c(string json) => JsonDocument.Parse(json).RootElement.GetProperty("x5c").EnumerateArray().Select(c => c.GetString()!).ToArray();
static string Encode(byte[] raw) => Convert.ToBase64String(raw).TrimEnd('=').Replace('+', '-').Replace('/', '_');
static byte[] Decode(string text) => Convert.FromBase64String(text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '='));
