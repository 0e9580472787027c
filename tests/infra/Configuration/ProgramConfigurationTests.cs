using System.Diagnostics.CodeAnalysis;
using Pulumi;
using TechCorp.PgInfra.Planning;

namespace TechCorp.PgInfra.Infra.Tests.Configuration;

/// <summary>The same messages through the program itself, as <c>pulumi up</c> runs it.</summary>
public sealed class ProgramConfigurationTests
{
    [Fact]
    public async Task The_program_fails_with_every_problem_and_no_stack_trace_before_it_declares_anything()
    {
        var project = StackFile.Project;
        var configuration = project.LoadStack("prod")
            .With("techcorp-pg-infra:storage", """{"allocated":"2TB","type":"gp3"}""")
            .With("techcorp-pg-infra:engineVersion", "15.4")
            .With("aws:region", "us-east-9");
        var capture = new PlanCapture(project, (_, options) => new ConfiguredStack(options));

        var failure = await Assert.ThrowsAsync<ProgramException>(() => capture.RunAsync(configuration));

        Assert.Contains(
            """
            The configuration of stack 'prod' has 3 problems:
              aws:region = 'us-east-9': allowed is an AWS region, e.g. us-east-1, us-west-2, sa-east-1 (S20; a region that does not exist fails at the first call)
              engineVersion = '15.4': allowed is '15', or 15.13 and later (S1; RDS creates no older minor, and the parameters are those of this major)
              storage.allocated = '2TB': allowed is a size (in GiB or TiB, e.g. 2TiB; TB and GB mean one thing to a disk vendor and another to PostgreSQL)
            """.ReplaceLineEndings("\n"),
            failure.Message.ReplaceLineEndings("\n"),
            StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", failure.Message, StringComparison.Ordinal);
    }

    [SuppressMessage("Naming", "CA1711", Justification = "A Pulumi stack.")]
    private sealed class ConfiguredStack(StackOptions options) : EstateStack(options);
}
