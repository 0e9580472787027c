using System.Collections.Immutable;

namespace TechCorp.PgInfra.Catalog;

/// <summary>
/// What differs between two pgbouncer.ini of the estate: places and the program's version. Everything else is the catalogue's,
/// so that a rehearsal runs the file that is deployed.
/// </summary>
/// <param name="PrimaryHost">Host name of the writer.</param>
/// <param name="PrimaryPort">Port of the writer.</param>
/// <param name="ReadOnlyHosts">Host names of the read replicas; none leaves the read-only entry out.</param>
/// <param name="ReadOnlyPort">Port of every read replica; PgBouncer has one per entry.</param>
/// <param name="Listen">Address to listen on: <c>*</c>, or a loopback address.</param>
/// <param name="ListenPort">Port to listen on.</param>
/// <param name="MaxDbConnections">max_db_connections: server connections of this process per entry.</param>
/// <param name="Files">Paths of the userlist and the certificates.</param>
/// <param name="Version">PgBouncer's version; settings it does not know are left out.</param>
public sealed record PgBouncerIniInput(
    string PrimaryHost,
    int PrimaryPort,
    ImmutableArray<string> ReadOnlyHosts,
    int ReadOnlyPort,
    string Listen,
    int ListenPort,
    int MaxDbConnections,
    PgBouncerFiles Files,
    Version Version);

/// <summary>Files PgBouncer reads; absolute paths.</summary>
/// <param name="UserList">auth_file, see <see cref="PgBouncerUserList"/>.</param>
/// <param name="Certificate">Server certificate shown to clients, PEM, with its chain.</param>
/// <param name="PrivateKey">Its key, PEM.</param>
/// <param name="ServerCa">Certificate authorities the database's certificate must come from, PEM.</param>
public sealed record PgBouncerFiles(string UserList, string Certificate, string PrivateKey, string ServerCa);
