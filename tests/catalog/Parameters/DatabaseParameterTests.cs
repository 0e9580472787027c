namespace TechCorp.PgInfra.Catalog.Tests.Parameters;

public sealed class DatabaseParameterTests
{
    [Theory]
    [Trait("Requirement", "S22")]
    [Trait("Requirement", "S23")]
    [Trait("Requirement", "S24")]
    [Trait("Requirement", "S25")]
    [Trait("Requirement", "S26")]
    [InlineData("max_connections", "500", "500", ApplyMethod.PendingReboot)]
    [InlineData("shared_buffers", "8GB", "1048576", ApplyMethod.PendingReboot)]
    [InlineData("work_mem", "256MB", "262144", ApplyMethod.Immediate)]
    [InlineData("maintenance_work_mem", "1GB", "1048576", ApplyMethod.Immediate)]
    [InlineData("effective_cache_size", "24GB", "3145728", ApplyMethod.Immediate)]
    public void Every_role_has_the_parameters_of_the_source_document_in_the_engines_unit(string name, string value, string engine, ApplyMethod method)
    {
        foreach (var role in Enum.GetValues<InstanceRole>())
        {
            var parameter = Assert.Single(DatabaseParameters.For(role), p => p.Name == name);
            Assert.Equal(new ParameterSetting(name, value, engine, method), parameter.Setting());
        }
    }

    /// <summary>RDS has its own values for these, and derives max_worker_processes from the class: a smaller replica would not start.</summary>
    [Fact]
    [Trait("Requirement", "S22")]
    public void A_standby_has_no_less_than_its_primary()
    {
        foreach (var name in DatabaseParameters.EqualOnEveryInstance)
        {
            Assert.Single(Enum.GetValues<InstanceRole>().Select(role => Assert.Single(DatabaseParameters.For(role), p => p.Name == name).Value).Distinct());
        }
    }

    [Theory]
    [Trait("Requirement", "S49")]
    [Trait("Requirement", "S4")]
    [InlineData("rds.force_ssl", "1")]
    [InlineData("rds.accepted_password_auth_method", "scram")]
    [InlineData("password_encryption", "scram-sha-256")]
    [InlineData("shared_preload_libraries", "pg_stat_statements")]
    public void Every_role_encrypts_connections_and_counts_statements(string name, string engine)
    {
        foreach (var role in Enum.GetValues<InstanceRole>())
        {
            Assert.Equal(engine, Assert.Single(DatabaseParameters.For(role), p => p.Name == name).Setting().EngineValue);
        }
    }

    /// <summary>Reports run for minutes and services may not read stale data for one: the same value can not serve both.</summary>
    [Fact]
    [Trait("Requirement", "S9")]
    public void Replicas_and_the_analytics_replica_wait_differently()
    {
        Assert.Equal("30000", Value(InstanceRole.Replica, "max_standby_streaming_delay"));
        Assert.Equal("240000", Value(InstanceRole.Analytics, "max_standby_streaming_delay"));
        Assert.Equal("1", Value(InstanceRole.Replica, "hot_standby_feedback"));
        Assert.Equal("0", Value(InstanceRole.Analytics, "hot_standby_feedback"));
        Assert.Null(Value(InstanceRole.Primary, "max_standby_streaming_delay"));
    }

    [Fact]
    public void Every_declared_parameter_is_one_of_PostgreSQLs_and_in_its_range_and_declared_once_for_a_role()
    {
        foreach (var role in Enum.GetValues<InstanceRole>())
        {
            var names = DatabaseParameters.For(role).Select(p => p.Setting().Name).ToList();
            Assert.Equal(names.Distinct().Order(StringComparer.Ordinal), names);
        }

        Assert.All(DatabaseParameters.All, p => Assert.Matches("^S[0-9]+$", p.Requirement));
    }

    [Theory]
    [InlineData("max_connections", "0", "is out of range")]
    [InlineData("max_connections", "500.5", "is not a whole number")]
    [InlineData("max_connections", "many", "is not a number")]
    [InlineData("track_io_timing", "sometimes", "is neither on nor off")]
    [InlineData("log_statement", "some", "is not one of the parameter's values")]
    [InlineData("shared_preload_libraries", " ", "is empty")]
    public void A_value_out_of_PostgreSQLs_range_is_refused(string name, string value, string expected)
    {
        Assert.Null(PostgreSqlParameters.Get(name).ToEngine(value, out var problem));
        Assert.Equal(expected, problem);
        Assert.Throws<ArgumentException>(() => DatabaseParameters.Setting(name, value));
    }

    [Theory]
    [InlineData("track_io_timing", "ON", "1")]
    [InlineData("track_io_timing", "false", "0")]
    [InlineData("random_page_cost", "1.1", "1.1")]
    [InlineData("log_statement", "DDL", "ddl")]
    [InlineData("max_slot_wal_keep_size", "-1", "-1")]
    public void Words_and_numbers_are_read_as_PostgreSQL_reads_them(string name, string value, string engine) =>
        Assert.Equal(engine, PostgreSqlParameters.Get(name).ToEngine(value, out _));

    private static string? Value(InstanceRole role, string name) =>
        DatabaseParameters.For(role).FirstOrDefault(p => p.Name == name)?.Setting().EngineValue;
}
