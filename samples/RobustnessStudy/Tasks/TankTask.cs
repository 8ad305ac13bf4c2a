using System.Linq;
using RegularizerGen.Samples.QuadrupleTank.Data;

namespace RegularizerGen.Samples.RobustnessStudy.Tasks;

/// <summary>The simulated quadruple tank of the main sample: two flows to two levels, new data for every seed.</summary>
public static class TankTask
{
    /// <summary>Seeds of the main sample's data are three in a row.</summary>
    private const int SeedsOfAnExperiment = 3;

    public static StudyTask Create(int seed)
    {
        Experiment data = TankExperiment.Create(seed * SeedsOfAnExperiment);
        double[] scale = [.. data.OutputNames.Select((_, k) => TankProcess.Limits[k] / 2)];
        return new StudyTask("tank", data, "m", scale, Window: 64, WashOut: 20);
    }
}
