using Pulumi;
using TechCorp.PgInfra.Infra;

return await Deployment.RunAsync<EstateStack>();
