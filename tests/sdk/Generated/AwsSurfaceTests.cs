using System.Reflection;

namespace TechCorp.PgInfra.Sdk.Generated;

public sealed class AwsSurfaceTests
{
    /// <summary>
    /// The program must compile and run unchanged against the official package. The file lists what Pulumi.Aws 7.48.0
    /// offers for the types kept here; a member that is missing, added, or of another type is drift.
    /// </summary>
    [Fact]
    public void The_generated_package_has_the_shape_of_the_official_one()
    {
        var official = Golden.Text("pulumi-aws-surface.txt").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var generated = PackageSurface.Of(Assembly.Load("Pulumi.Aws"));
        var drift = new List<string>();
        foreach (var type in official.GroupBy(TypeOf))
        {
            var members = generated.GetValueOrDefault(type.Key, []);
            drift.AddRange(type.Except(members).Select(line => "- " + line));
            drift.AddRange(members.Except(type).Select(line => "+ " + line));
        }

        Assert.Empty(drift);
    }

    /// <summary><c>Rds.InstanceArgs.Port: Input&lt;int&gt;</c>, <c>Ec2.GetVpc.Invoke(…) -> …</c> or <c>Rds.Instance(InstanceArgs args)</c>.</summary>
    private static string TypeOf(string line)
    {
        var name = line[..line.IndexOfAny([':', '('])];
        var isConstructor = line.EndsWith(')');
        return isConstructor ? name : name[..name.LastIndexOf('.')];
    }
}
