using TechCorp.PgInfra.Review.Conformance;

namespace TechCorp.PgInfra.Review.Tests.Conformance;

/// <summary>Terraform refuses these types without a name, and Pulumi's engine would have given one.</summary>
public sealed class Names_the_engine_would_give_are_given
{
    [Theory]
    [InlineData("aws_cloudwatch_metric_alarm", "name")]
    [InlineData("aws_cloudwatch_composite_alarm", "alarmName")]
    [InlineData("aws_cloudwatch_log_metric_filter", "name")]
    [InlineData("aws_cloudwatch_log_subscription_filter", "name")]
    [InlineData("aws_backup_vault", "name")]
    [InlineData("aws_backup_plan", "name")]
    [InlineData("aws_backup_selection", "name")]
    [InlineData("aws_ecs_cluster", "name")]
    [InlineData("aws_ecs_service", "name")]
    [InlineData("aws_appautoscaling_policy", "name")]
    [InlineData("aws_ssm_parameter", "name")]
    [InlineData("aws_route53_zone", "name")]
    [InlineData("aws_db_instance", null)]
    public void A_type_that_demands_a_name_is_known(string type, string? property)
    {
        Assert.Equal(property, AutomaticNames.PropertyOf(type));
        Assert.Equal("x-0123abc", AutomaticNames.For("x"));
    }
}
