using TechCorp.PgInfra.Infra.Configuration;

namespace TechCorp.PgInfra.Infra.Tests.Configuration;

public sealed class ManyProblemsTests
{
    /// <summary>One run, one list: somebody who mends a file at night must not find the next mistake after each update.</summary>
    [Fact]
    public void Ten_wrong_values_give_ten_messages_at_once()
    {
        var result = StackFile.Of("prod")
            .With("aws:region", "\"us-east-9\"")
            .With("engineVersion", "\"15.4\"")
            .With("primary.identifier", "\"techcorp--primary\"")
            .With("storage.maxAllocated", "\"2100GiB\"")
            .With("replicas[0].instanceClass", "\"db.r6g.large\"")
            .With("maintenanceWindow", "\"sun:03:00-sun:04:00\"")
            .With("backup.retention", "\"40d\"")
            .With("parameters.max_locks_per_transaction", "{\"value\":\"128\",\"applyMethod\":\"immediate\"}")
            .With("pooler.image", "\"pgbouncer:latest\"")
            .With("network.vpcID", "\"vpc-0000000000000a000\"")
            .Read();

        Assert.Null(result.Settings);
        Assert.Equal(
            """
            The configuration of stack 'prod' has 10 problems:
              aws:region = 'us-east-9': allowed is an AWS region, e.g. us-east-1, us-west-2, sa-east-1 (S20; a region that does not exist fails at the first call)
              network.vpcID = 'vpc-0000000000000a000': allowed is 'vpcId', if that is meant (the name is not known; it would be ignored silently)
              engineVersion = '15.4': allowed is '15', or 15.13 and later (S1; RDS creates no older minor, and the parameters are those of this major)
              primary.identifier = 'techcorp--primary': allowed is 1 to 63 lower-case letters, digits and single hyphens, first a letter, last no hyphen (RDS refuses it, after everything before it was created)
              storage.maxAllocated = '2100GiB': allowed is 2253GiB to 65536GiB, or left out (RDS wants at least 10 % above what is allocated; left out, storage does not grow by itself)
              replicas[0].instanceClass = 'db.r6g.large': allowed is a class with room for its parameters, or smaller parameters (shared_buffers 8 GiB + 3 autovacuum workers 3 GiB + 318 sessions 3.11 GiB + pooled work_mem 4.69 GiB + direct work_mem 3.25 GiB = 22.04 GiB; db.r6g.large has 16 GiB, of which 90 % is 14.4 GiB)
              backup.retention = '40d': allowed is 0d to 35d (S46; RDS keeps automated backups no longer than 35 days)
              maintenanceWindow = 'sun:03:00-sun:04:00': allowed is a window apart from the backup window 03:00-03:30 (RDS refuses windows that overlap)
              parameters.max_locks_per_transaction.applyMethod = 'immediate': allowed is pending-reboot (the parameter is static: it takes a reboot, and RDS refuses to apply it at once)
              pooler.image = 'pgbouncer:latest': allowed is an image by digest, repository@sha256:… (a tag can change under a running service)
            """.ReplaceLineEndings("\n"),
            result.Message("prod"));
    }

    /// <summary>A section that is missing is one mistake and not one for each of its values.</summary>
    [Fact]
    public void An_empty_configuration_names_every_section_once()
    {
        var result = EstateSettings.Read("prod", _ => null);

        Assert.Equal(
            "aws:region, namePrefix, network, engineVersion, primary, storage, backup, maintenanceWindow, protection, monitoring, alarms, ownership",
            string.Join(", ", result.Problems.Select(p => p.Key)));
        Assert.All(result.Problems, p => Assert.Null(p.Value));
    }

    [Fact]
    public void A_key_that_nothing_reads_is_named_with_the_key_that_was_meant()
    {
        var problems = StackFile.Of("prod").With("replica", "[]").With("frobnicate", "true").Problems();

        Assert.Equal(
            """
            replica = '[]': allowed is 'replicas', if that is meant (the name is not known; it would be ignored silently)
            frobnicate = 'true': allowed is one of alarms, allowMajorVersionUpgrade, applyImmediately, backup, caCertificate, disasterRecovery, encryption, engineLifecycleSupport, engineVersion, exceptions, maintenanceWindow, monitoring, namePrefix, network, ownership, parameters, pooler, primary, protection, replicas, storage (the name is not known; it would be ignored silently)
            """.ReplaceLineEndings("\n"),
            problems);
    }

    /// <summary>"missing" and "unknown" would be two messages for one slip of the keyboard.</summary>
    [Theory]
    [InlineData("namePrefix", "namePrefx", "\"techcorp\"")]
    [InlineData("network.bastionSecurityGroupId", "network.bastionSecurityGroup", "\"sg-0000000000000a120\"")]
    [InlineData("backup.retention", "backup.retenion", "\"7d\"")]
    public void A_mistyped_key_is_one_problem_and_not_two(string key, string typed, string json)
    {
        var problem = Assert.Single(StackFile.Of("prod").With(key, null).With(typed, json).Read().Problems);

        Assert.Equal((typed, $"'{key.Split('.')[^1]}', if that is meant"), (problem.Key, problem.Allowed));
    }

    /// <summary>The list of keys and the reader are two places; this holds them together.</summary>
    [Fact]
    public void Every_known_key_is_read_and_no_other()
    {
        var asked = new List<string>();
        EstateSettings.Read("prod", key => { asked.Add(key); return null; });

        Assert.Equal([.. EstateSettings.KnownKeys, EstateSettings.RegionKey], asked);
        foreach (var key in EstateSettings.KnownKeys)
        {
            // A list or a word where the other is expected: whoever reads the key says so.
            var result = EstateSettings.Read("prod", k => k == key ? "{\"frobnicate\":{}}" : null);
            Assert.Contains(result.Problems, p => p.Key.StartsWith(key, StringComparison.Ordinal) && (p.Key != key || p.Value is not null));
        }
    }
}
