using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace TechCorp.PgInfra.Processes;

/// <summary>A certificate authority for one run. Its key exists in memory alone and is gone with the command.</summary>
public sealed class CertificateAuthority : IDisposable
{
    private readonly RunDirectory _run;
    private readonly string _folder;
    private readonly X509Certificate2 _root;

    private CertificateAuthority(RunDirectory run, string folder, X509Certificate2 root) => (_run, _folder, _root) = (run, folder, root);

    /// <summary>The certificate clients trust, PEM: <c>sslrootcert</c> of libpq, <c>Root Certificate</c> of Npgsql.</summary>
    public string RootCertificateFile => Path.Combine(_folder, RootFile);

    /// <summary>Where the certificate of a run's authority is, or will be once it has been created.</summary>
    /// <param name="name">The folder that <see cref="Create"/> was given.</param>
    public static string RootCertificateOf(RunDirectory run, string name = Folder)
    {
        ArgumentNullException.ThrowIfNull(run);
        return Path.Combine(run.Path, name, RootFile);
    }

    private const string Folder = "tls";
    private const string RootFile = "root.crt";

    /// <summary>Creates an authority and writes its certificate into the run.</summary>
    /// <param name="name">Folder in the run; two authorities of a run need two names.</param>
    public static CertificateAuthority Create(RunDirectory run, string name = Folder)
    {
        ArgumentNullException.ThrowIfNull(run);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN=throwaway authority of {Path.GetFileName(run.Path)}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var now = DateTimeOffset.UtcNow;
        var authority = new CertificateAuthority(run, run.User.CreateDirectory(Path.Combine(run.Path, name)), request.CreateSelfSigned(now.AddMinutes(-5), now.AddDays(30)));
        run.User.WriteFile(authority.RootCertificateFile, authority._root.ExportCertificatePem() + "\n");
        return authority;
    }

    /// <summary>Issues a certificate for localhost, 127.0.0.1 and the given host names, valid for 30 days.</summary>
    /// <param name="name">Name of the files.</param>
    /// <param name="hostNames">Further host names and loopback addresses.</param>
    public ServerCertificate Issue(string name, params IEnumerable<string> hostNames)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        foreach (var host in hostNames.Prepend("localhost").Distinct())
        {
            if (IPAddress.TryParse(host, out var address))
                names.AddIpAddress(address);
            else
                names.AddDnsName(host);
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        using var certificate = request.Create(_root, _root.NotBefore, _root.NotAfter, RandomNumberGenerator.GetBytes(12));

        var files = new ServerCertificate(Path.Combine(_folder, name + ".crt"), Path.Combine(_folder, name + ".key"));
        _run.User.WriteFile(files.CertificateFile, certificate.ExportCertificatePem() + "\n" + _root.ExportCertificatePem() + "\n");
        _run.User.WriteFile(files.KeyFile, key.ExportPkcs8PrivateKeyPem() + "\n");
        return files;
    }

    /// <inheritdoc />
    public void Dispose() => _root.Dispose();
}
