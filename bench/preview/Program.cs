using System.Globalization;
using TechCorp.PgInfra.Bench.Preview;

// run: measures and prints a table. capture REPLICAS SERVICES: one capture of an estate of that size, which `run` measures.
return args switch
{
    ["capture", var replicas, var services] => await GeneratedEstate.CaptureAsync(Number(replicas), Number(services)),
    [] or ["run"] => Table.Print(),
    _ => Usage(),
};

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

static int Usage()
{
    Console.Error.WriteLine("usage: bench/preview/run");
    return 2;
}
