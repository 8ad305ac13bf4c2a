using System;

namespace RegularizerGen.Derivation.Tests;

/// <summary>How many cases a test draws.</summary>
internal static class Draws
{
    /// <summary>The usual number, or a tenth of it where the code carries the switches of Stryker, which make it ten times slower.</summary>
    public static int Of(int usual) => Environment.GetEnvironmentVariable("STRYKER_MUTANT_FILE") is null ? usual : usual / 10;
}
