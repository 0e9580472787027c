using System.Text;
using PulumiSdk.Generator.Schema;

namespace TechCorp.PgInfra.Sdk.Generated;

public sealed class SchemaReaderTests
{
    /// <summary>One build shows all there is to mend, each with the token, the property and what is allowed.</summary>
    [Fact]
    public void Every_malformed_property_is_reported_at_once()
    {
        const string Schema = """
            {
              "name": "tiny", "version": "1", "functions": {}, "types": {},
              "resources": {
                "tiny:db/server:Server": {
                  "csharpNamespace": "Db", "csharpName": "Server", "requierd": [],
                  "inputProperties": {
                    "untyped": { "terraform": "untyped" },
                    "odd": { "type": "strng" },
                    "flag": { "type": "boolean", "default": "no" },
                    "list": { "type": "array" },
                    "elsewhere": { "$ref": "other.json#/x" },
                    "keys": { "type": "array", "items": { "type": "string" }, "secret": true },
                    "five": 5
                  },
                  "requiredInputs": ["missing"],
                  "properties": {}
                }
              }
            }
            """;

        Assert.Equal(
            """
            tiny:db/server:Server: unknown member 'requierd'; allowed are csharpNamespace, csharpName, inputProperties, properties, required, requiredInputs, inputOnly, secretOutputs, aliases, terraformType
            tiny:db/server:Server: 'requiredInputs' names 'missing', which is no property of it
            tiny:db/server:Server, property 'untyped': has no type; give it 'type', '$ref' or 'oneOf'
            tiny:db/server:Server, property 'odd': type 'strng' is not understood; allowed are string, integer, number, boolean, array, object
            tiny:db/server:Server, property 'flag': default "no" is not of the property's type
            tiny:db/server:Server, property 'list': 'items' is missing; it must be an object
            tiny:db/server:Server, property 'elsewhere': $ref 'other.json#/x' is not understood; allowed are '#/types/TOKEN' and 'pulumi.json#/Any'
            tiny:db/server:Server, property 'keys': a secret list or map is not generated yet; make it a secret string, or teach ArgsWriter its setter
            tiny:db/server:Server, property 'five': must be an object, not 5
            """,
            Problems(Schema));
    }

    /// <summary>Found by the compiler instead, these would be errors in a file nobody wrote.</summary>
    [Fact]
    public void What_would_not_compile_is_reported_in_the_words_of_the_schema()
    {
        const string Schema = """
            {
              "name": "tiny", "version": "1", "functions": {},
              "resources": {
                "tiny:db/server:Server": {
                  "csharpNamespace": "Db", "csharpName": "Server",
                  "inputProperties": {
                    "server": { "type": "string" },
                    "size-class": { "type": "string" },
                    "disk": { "$ref": "#/types/tiny:db/serverDisk:ServerDisk" },
                    "net": { "$ref": "#/types/tiny:db/Net:Net" },
                    "port": { "type": "integer" },
                    "Port": { "type": "integer" }
                  },
                  "properties": {}
                },
                "tiny:old/server:Server": {
                  "csharpNamespace": "Db", "csharpName": "Server", "inputProperties": {}, "properties": {}
                }
              },
              "types": {
                "tiny:db/ServerDisk:ServerDisk": {
                  "csharpNamespace": "Db", "csharpName": "ServerDisk", "type": "object", "properties": {}
                },
                "tiny:db/size:Size": {
                  "csharpNamespace": "Db", "csharpName": "Size", "type": "string",
                  "enum": [{ "name": "S", "value": "s" }, { "name": "S", "value": "small" }]
                }
              }
            }
            """;

        Assert.Equal(
            """
            tiny:db/server:Server, property 'disk': $ref '#/types/tiny:db/serverDisk:ServerDisk' is not under "types"; did you mean 'tiny:db/ServerDisk:ServerDisk'?
            tiny:db/server:Server, property 'net': $ref '#/types/tiny:db/Net:Net' is not under "types"; add it from the provider's schema, or drop the property
            tiny:db/server:Server, property 'server': a member cannot be named as its type Server; add csharpName, as the official package does
            tiny:db/server:Server, property 'size-class': 'Size-class' is no C# name; add csharpName
            tiny:db/server:Server: properties 'Port' and 'port' are both Port in C#; keep one, or give one a csharpName
            tiny:db/size:Size: enum member 'S' is given twice
            tiny:db/server:Server: 'tiny:db/server:Server' and 'tiny:old/server:Server' are both Db.Server in C#; keep one, or give one another csharpName
            """,
            Problems(Schema));
    }

    /// <summary>JSON would let the second silently replace the first.</summary>
    [Fact]
    public void A_token_given_twice_is_refused() =>
        Assert.Contains("'name'", Problems("""{ "name": "tiny", "name": "other" }"""), StringComparison.Ordinal);

    private static string Problems(string schema)
    {
        var error = Assert.Throws<SchemaException>(() => SchemaReader.Read(Encoding.UTF8.GetBytes(schema)));
        return string.Join("\n", error.Problems);
    }
}
