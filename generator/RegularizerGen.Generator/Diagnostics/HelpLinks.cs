using System.Linq;
using System.Reflection;

namespace RegularizerGen.Generator;

/// <summary>Where the documentation of diagnostics is: in the repository that the build names as RepositoryUrl, else the page's path within
/// it.</summary>
internal static class HelpLinks
{
    private const string Page = "docs/diagnostics.md";

    private static readonly string Base = In(
        typeof(HelpLinks).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(a => a.Key == "RepositoryUrl")?.Value
    );

    /// <summary>The section of a diagnostic.</summary>
    public static string Of(string id) => $"{Base}#{id.ToLowerInvariant()}";

    /// <summary>The page in a repository; its path where there is none.</summary>
    public static string In(string? repository)
    {
        string root = (repository ?? string.Empty).TrimEnd('/');
        root = root.EndsWith(".git", System.StringComparison.Ordinal) ? root.Substring(0, root.Length - 4) : root;
        return root.Length == 0 ? Page : $"{root}/blob/main/{Page}";
    }
}
