using System.Collections;
using System.Globalization;
using Pulumi;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Infra.Configuration;
using TechCorp.PgInfra.Infra.Credentials;

namespace TechCorp.PgInfra.Infra.Recovery;

/// <summary>
/// The stack that holds the primary, read through its outputs. They are in the state and stay readable when its region is down,
/// as long as nobody removes the stack: the credentials of a promoted copy still come from there.
/// </summary>
public sealed class SourceEstate
{
    private readonly StackReference stack;
    private readonly string stackName;

    public SourceEstate(DisasterRecoverySettings settings)
    {
        stackName = settings.SourceStack;
        stack = new StackReference(stackName);
    }

    /// <summary>
    /// ARN of the writer to copy. Checked while there is something to replay: RDS would refuse a copy of another major version
    /// hours into the creation, and a standby with fewer connections than its source does not start. A promoted copy goes its
    /// own way, whatever becomes of its source.
    /// </summary>
    /// <param name="settings">Of this stack.</param>
    public Output<string> WriterArn(EstateSettings settings) => settings.IsWarmReplica ? CheckedArn(settings) : Text(StackOutputs.PrimaryArn);

    /// <summary>The credentials of the source: a copy has the source's roles and passwords, before and after promotion.</summary>
    public EstateCredentials Credentials(ServiceCatalog catalog)
    {
        var logins = stack.RequireOutput(StackOutputs.Logins);
        return new(
            Output.CreateSecret(Text(StackOutputs.MasterPassword)),
            [.. catalog.Logins.Select(login => new LoginCredential(
                login,
                Output.CreateSecret(logins.Apply(all => Field(all, login.Name, "password"))),
                Output.CreateSecret(logins.Apply(all => Field(all, login.Name, "verifier")))))]);
    }

    private Output<string> CheckedArn(EstateSettings settings) => Output.Tuple(
        Text(StackOutputs.PrimaryArn), Text(StackOutputs.EngineVersion), Number(StackOutputs.MaxConnections)).Apply(source =>
        {
            var (arn, engineVersion, sourceMaxConnections) = source;
            var major = settings.EngineMajorVersion.ToString(CultureInfo.InvariantCulture);
            var maxConnections = settings.MaxConnections;
            if (engineVersion != major && !engineVersion.StartsWith(major + ".", StringComparison.Ordinal))
            {
                throw new RunException($"{stackName} runs PostgreSQL {engineVersion} and this stack declares {major}: a replica has the major version of its source. Set engineVersion to match.");
            }

            if (maxConnections < sourceMaxConnections)
            {
                throw new RunException($"max_connections is {maxConnections} here and {sourceMaxConnections} in {stackName}: a standby with fewer connections than its source does not start. Raise it here first, then there.");
            }

            return arn;
        });

    private Output<string> Text(string output) => stack.RequireOutput(output).Apply(value => (string)value);

    // A number of a stack output comes back as a double.
    private Output<int> Number(string output) => stack.RequireOutput(output).Apply(value => Convert.ToInt32(value, CultureInfo.InvariantCulture));

    private string Field(object logins, string login, string field) =>
        logins is IDictionary all && all.Contains(login) && all[login] is IDictionary one && one.Contains(field) && one[field] is string value
            ? value
            : throw new RunException($"{stackName} has no credential for the login {login} yet: run `pulumi up` there first, then here.");
}
