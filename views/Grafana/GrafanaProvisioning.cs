using System.Text;
using TechCorp.PgInfra.Catalog;

namespace TechCorp.PgInfra.Views.Grafana;

/// <summary>
/// Files of Grafana's provisioning folder that make the dashboards work as they are: data sources with the names their variables
/// look for. Addresses and the password come from Grafana's environment, so that the files hold no secret and fit every deployment.
/// </summary>
public static class GrafanaProvisioning
{
    /// <summary>`provisioning/datasources`: CloudWatch, and each instance as the login <c>monitor</c>.</summary>
    public static string DataSources(GrafanaEstate estate)
    {
        ArgumentNullException.ThrowIfNull(estate);
        var yaml = new StringBuilder(
            $"""
            # Generated: ./pg grafana --stack {estate.Settings.Stack}. For Grafana's folder provisioning/datasources.
            # Grafana's environment holds the addresses, PG_MONITOR_PASSWORD, and PG_ROOT_CERTIFICATE: the path of RDS's global-bundle.pem.
            apiVersion: 1
            datasources:
              - name: CloudWatch {estate.Settings.Region}
                uid: cloudwatch-{estate.Settings.Region}
                type: {Panels.CloudWatchType}
                jsonData:
                  authType: default
                  defaultRegion: {estate.Settings.Region}
                  customMetricsNamespaces: {DeadlockLogFilter.Namespace}

            """);
        foreach (var instance in estate.Instances)
        {
            yaml.Append(
                $"""
                  - name: {instance.Identifier}
                    uid: {GrafanaDashboard.UidOf(instance.Identifier)}
                    type: {Panels.PostgreSqlType}
                    url: ${HostVariable(instance)}:{Database.Port}
                    user: {Logins.Monitor}
                    secureJsonData:
                      password: $PG_MONITOR_PASSWORD
                    jsonData:
                      database: {Database.Name}
                      sslmode: verify-full
                      tlsConfigurationMethod: file-path
                      sslRootCertFile: $PG_ROOT_CERTIFICATE
                      postgresVersion: {estate.Settings.EngineMajorVersion * 100}
                      # The login may hold {Connections} sessions on one server, and people use it too.
                      maxOpenConns: {Connections - 2}
                      maxIdleConns: 1

                """);
        }

        return yaml.ToString();
    }

    /// <summary>`provisioning/dashboards`: where the dashboards' files lie.</summary>
    public static string Dashboards(GrafanaEstate estate)
    {
        ArgumentNullException.ThrowIfNull(estate);
        return $"""
            # Generated: ./pg grafana --stack {estate.Settings.Stack}. For Grafana's folder provisioning/dashboards.
            # Grafana's environment holds PG_DASHBOARDS: the folder the dashboards' JSON files lie in.
            apiVersion: 1
            providers:
              - name: PostgreSQL {estate.Settings.NamePrefix} {estate.Settings.Stack}
                folder: PostgreSQL
                type: file
                allowUiUpdates: false
                options:
                  path: $PG_DASHBOARDS

            """;
    }

    /// <summary>Environment variable of an instance's address, e.g. <c>TECHCORP_PRIMARY_HOST</c>.</summary>
    public static string HostVariable(GrafanaInstance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        return instance.Identifier.ToUpperInvariant().Replace('-', '_') + "_HOST";
    }

    private static int Connections => ServiceCatalog.TechCorp.Logins.Single(l => l.Name == Logins.Monitor).DirectConnections!.Value;
}
