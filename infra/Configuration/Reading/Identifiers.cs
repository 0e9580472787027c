using System.Text.RegularExpressions;

namespace TechCorp.PgInfra.Infra.Configuration.Reading;

/// <summary>Forms of the names AWS gives and takes.</summary>
internal static partial class Identifiers
{
    public const string InstanceRule = "1 to 63 lower-case letters, digits and single hyphens, first a letter, last no hyphen";

    /// <summary>DB instance identifier. RDS lower-cases what it is given, and the next preview would show a change; so only lower case.</summary>
    [GeneratedRegex(@"\A(?=.{1,63}\z)[a-z][a-z0-9]*(-[a-z0-9]+)*\z")]
    public static partial Regex Instance();

    /// <summary>Prefix of every other name; the load balancer's name ends at 32 characters.</summary>
    [GeneratedRegex(@"\A(?=.{1,20}\z)[a-z][a-z0-9]*(-[a-z0-9]+)*\z")]
    public static partial Regex Prefix();

    [GeneratedRegex(@"\Avpc-([0-9a-f]{8}|[0-9a-f]{17})\z")]
    public static partial Regex Vpc();

    [GeneratedRegex(@"\Asubnet-([0-9a-f]{8}|[0-9a-f]{17})\z")]
    public static partial Regex Subnet();

    [GeneratedRegex(@"\Asg-([0-9a-f]{8}|[0-9a-f]{17})\z")]
    public static partial Regex SecurityGroup();

    [GeneratedRegex(@"\Apl-([0-9a-f]{8}|[0-9a-f]{17})\z")]
    public static partial Regex PrefixList();

    /// <summary>Image by digest.</summary>
    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._:/-]*(:[A-Za-z0-9._-]+)?@sha256:[0-9a-f]{64}\z")]
    public static partial Regex Image();

    [GeneratedRegex(@"\Aarn:aws:secretsmanager:([a-z0-9-]+):[0-9]{12}:secret:[A-Za-z0-9/_+=.@-]{1,512}\z")]
    public static partial Regex SecretArn();

    [GeneratedRegex(@"\A(?=.{3,63}\z)[a-z0-9][a-z0-9.-]*[a-z0-9]\z")]
    public static partial Regex Bucket();

    [GeneratedRegex(@"\A(?=.{1,253}\z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?\z")]
    public static partial Regex HostName();

    [GeneratedRegex(@"\AZ[A-Z0-9]{7,31}\z")]
    public static partial Regex HostedZone();

    /// <summary><c>organization/project/stack</c>: what StackReference takes.</summary>
    [GeneratedRegex(@"\A[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+\z")]
    public static partial Regex Stack();

    [GeneratedRegex(@"\A#[a-z0-9_-]{1,79}\z")]
    public static partial Regex SlackChannel();

    [GeneratedRegex(@"\A[a-z][a-z0-9]*(-[a-z0-9]+)*\z")]
    public static partial Regex Law();

    [GeneratedRegex(@"\A[A-Za-z0-9_.*/-]+\z")]
    public static partial Regex ResourcePattern();

    /// <summary>Long enough to say something: "wanted" is no reason.</summary>
    [GeneratedRegex(@"\A.{20,}\z")]
    public static partial Regex Reason();

    /// <summary>Workspace and channel: Slack's ids, since a name can be given to another channel.</summary>
    [GeneratedRegex(@"\AT[A-Z0-9]{8,12}/[CG][A-Z0-9]{8,12}\z")]
    public static partial Regex SlackIds();

    /// <summary>Tag values: no more, and no quotes that a dashboard would have to escape.</summary>
    [GeneratedRegex(@"\A[\p{L}\p{N} _.:/=+@-]{1,128}\z")]
    public static partial Regex TagValue();
}
