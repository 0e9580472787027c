using TechCorp.PgInfra.Catalog;

namespace TechCorp.PgInfra.Infra.Tests.Configuration;

public sealed class ParameterOverrideTests
{
    [Fact]
    public void An_override_reaches_every_role_that_has_the_parameter_and_no_other()
    {
        var settings = StackFile.Of("prod").With("parameters.hot_standby_feedback", "\"on\"").Settings();

        Assert.Equal("1", settings.ParameterOf(InstanceRole.Analytics, "hot_standby_feedback")?.EngineValue);
        Assert.Null(settings.ParameterOf(InstanceRole.Primary, "hot_standby_feedback"));
    }

    [Fact]
    public void An_override_of_a_parameter_nobody_declares_reaches_every_role()
    {
        var settings = StackFile.Of("prod").With("parameters.random_page_cost", "\"1.1\"").Settings();

        Assert.All(Enum.GetValues<InstanceRole>(), role =>
            Assert.Equal(new ParameterSetting("random_page_cost", "1.1", "1.1", ApplyMethod.Immediate), settings.ParameterOf(role, "random_page_cost")));
    }

    /// <summary>Whichever of the two stands first in the file.</summary>
    [Fact]
    public void An_override_for_one_role_is_stronger_than_one_for_all()
    {
        var settings = StackFile.Of("prod").With("parameters.analytics", """{"work_mem":"512MB"}""").With("parameters.work_mem", "\"64MB\"").Settings();

        Assert.Equal("524288", settings.ParameterOf(InstanceRole.Analytics, "work_mem")?.EngineValue);
        Assert.Equal("65536", settings.ParameterOf(InstanceRole.Replica, "work_mem")?.EngineValue);
    }

    [Fact]
    public void A_dynamic_parameter_may_wait_for_a_reboot()
    {
        var settings = StackFile.Of("prod").With("parameters.work_mem", """{"value":"64MB","applyMethod":"pending-reboot"}""").Settings();

        Assert.Equal(new ParameterSetting("work_mem", "64MB", "65536", ApplyMethod.PendingReboot), settings.ParameterOf(InstanceRole.Primary, "work_mem"));
    }

    [Fact]
    public void Without_overrides_every_role_has_the_catalogues_parameters()
    {
        var settings = StackFile.Of("prod").Settings();

        Assert.All(Enum.GetValues<InstanceRole>(), role =>
            Assert.Equal(DatabaseParameters.For(role).Select(p => p.Setting()), settings.ParametersOf(role)));
        Assert.Equal(500, settings.MaxConnections);
        Assert.Equal(200L << 30, settings.SlotWalLimitBytes);
    }
}
