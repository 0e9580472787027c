using System.Text;
using PulumiSdk.Generator.CSharp;
using PulumiSdk.Generator.Schema;

namespace TechCorp.PgInfra.Sdk.Generated;

public sealed class PackageWriterTests
{
    /// <summary>
    /// The tiny schema has one of everything: a default, a secret, a list of nested objects, a deprecated map, a
    /// relaxed enum, a union, a renamed member, an alias, a provider with JSON arguments, a function with a keyword for a
    /// name. Whoever changes the writer sees in the golden file what changes for every program.
    /// </summary>
    [Fact]
    public void A_schema_becomes_the_code_of_its_package()
    {
        var schema = SchemaReader.Read(Encoding.UTF8.GetBytes(Golden.Text("Golden/tiny.json")));

        Assert.Equal(Golden.Text("Golden/Pulumi.Tiny.cs.txt"), PackageWriter.Write(schema), ignoreLineEndingDifferences: true);
    }

    /// <summary>A build that generates other text from the same data would compile everything again each time.</summary>
    [Theory]
    [InlineData("aws")]
    [InlineData("random")]
    public void The_same_schema_always_gives_the_same_code(string package)
    {
        var first = PackageWriter.Write(SchemaReader.Read(Golden.Schema(package)));

        Assert.Equal(first, PackageWriter.Write(SchemaReader.Read(Golden.Schema(package))));
    }
}
