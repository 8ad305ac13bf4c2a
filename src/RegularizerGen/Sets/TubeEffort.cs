namespace RegularizerGen;

/// <summary>How far back a certificate around a nominal sequence follows what cancels: bounds hold with each, they differ in width and
/// time.</summary>
public enum TubeEffort
{
    /// <summary>A few steps: some two to four times faster, up to twice as wide where relaxations begin to feed on themselves.</summary>
    Low,

    /// <summary>Within about a percent of all that there is to gain.</summary>
    Normal,

    /// <summary>To the end, and with slopes of relaxations that are improved by gradient: some five to ten times slower, a few percent
    /// narrower where bounds are sharp, a tenth to a fifth where relaxations begin to feed on themselves.</summary>
    High,
}
