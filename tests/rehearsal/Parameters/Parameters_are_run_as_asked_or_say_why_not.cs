using System.Collections.Immutable;
using TechCorp.PgInfra.Rehearsal.Parameters;
using TechCorp.PgInfra.Rehearsal.Topology;

namespace TechCorp.PgInfra.Rehearsal.Tests.Parameters;

/// <summary>A rehearsal is worth as much as the part of the parameter group that is in force.</summary>
public sealed class Parameters_are_run_as_asked_or_say_why_not
{
    private static readonly ImmutableHashSet<string> Installed = ["pg_stat_statements"];

    [Theory, Trait("Requirement", "S23")]
    [InlineData("max_connections", "500", "500", null)]
    [InlineData("log_statement", "ddl", "ddl", null)]
    [InlineData("shared_buffers", "1048576", "65536", "memory divided by 16 to fit this machine")]
    // PostgreSQL refuses less than 64 kB.
    [InlineData("work_mem", "256", "64", "memory divided by 16 to fit this machine")]
    [InlineData("rds.force_ssl", "1", null, "pg_hba.conf has hostssl lines only, so the server refuses plaintext")]
    [InlineData("rds.force_ssl", "0", null, "pg_hba.conf has host lines, so plaintext is accepted")]
    [InlineData("rds.logical_replication", "1", null, "exists on RDS only")]
    [InlineData("max_worker_processes", "GREATEST({DBInstanceVCPU*2},8)", null, "a formula over the instance class that only RDS evaluates")]
    [InlineData("shared_preload_libraries", "pg_stat_statements,pg_cron", "pg_stat_statements", "not installed here: pg_cron")]
    public void Each_value_is_verbatim_scaled_or_named(string name, string asked, string? rehearsed, string? reason)
    {
        var only = Assert.Single(ParameterTranslation.Translate(ImmutableSortedDictionary<string, string>.Empty.Add(name, asked), 16, Installed));
        Assert.Equal(new RehearsedParameter(name, asked, rehearsed, reason), only);
    }

    /// <summary>8 GiB on each of six servers is 48 GiB; an eighth of 24 GiB holds a sixteenth of that.</summary>
    [Theory]
    [InlineData(6, 24, 16)]
    [InlineData(6, 1024, 1)]
    [InlineData(1, 64, 1)]
    [InlineData(1, 63, 2)]
    public void The_factor_is_the_smallest_power_of_two_with_which_all_buffers_fit_an_eighth_of_memory(int nodes, int memoryGiB, int factor)
    {
        var node = new Node("n", NodeKind.Writer, null, "prod", null, "db.r6g.2xlarge", null, null, 0,
            ImmutableSortedDictionary<string, string>.Empty.Add("shared_buffers", "1048576"));
        Assert.Equal(factor, ParameterTranslation.ScaleFor(Enumerable.Repeat(node, nodes), memoryGiB * 1024L * 1024 * 1024));
    }

    /// <summary>A server that is not asked for buffers has PostgreSQL's default, which fits.</summary>
    [Fact]
    public void Nothing_is_scaled_where_nothing_is_asked() => Assert.Equal(1, ParameterTranslation.ScaleFor([], 1));
}
